#!/usr/bin/env python3
"""One step of the transformer, Focal and stable-diffusion.cpp in turn, with the same weights.

    python3 bench_stable_diffusion_cpp.py SOURCES BUILD FILE BENCH_TRANSFORMER [RUNS [SIDE [WORDS]]]

SOURCES is vendor/stable-diffusion.cpp of the PyPI package stable-diffusion-cpp-python (0.4.7, sdist), BUILD where it was built:

    cmake -S SOURCES -B BUILD -DCMAKE_BUILD_TYPE=Release -DSD_BUILD_EXAMPLES=OFF -DGGML_NATIVE=ON \\
        -DCMAKE_CXX_FLAGS=-DGGML_MAX_NAME=128 -DCMAKE_C_FLAGS=-DGGML_MAX_NAME=128 && cmake --build BUILD

FILE is a transformer that tests/parity/make_synthetic_checkpoint.py wrote (bf16 or q4_k, some blocks). Its driver,
stable_diffusion_cpp_step.cpp, is compiled here into BUILD. Needs Python and g++ alone.
"""
import glob
import os
import pathlib
import statistics
import subprocess
import sys

DRIVER = pathlib.Path(__file__).resolve().parent / "stable_diffusion_cpp_step.cpp"


def driver(sources, build):
    program = os.path.join(build, "stable_diffusion_cpp_step")
    archives = [os.path.join(build, "libstable-diffusion.a")]
    archives += [os.path.join(build, "ggml", "src", f"lib{name}.a") for name in ("ggml", "ggml-cpu", "ggml-base")]
    archives += [a for a in glob.glob(f"{build}/**/*.a", recursive=True) if a not in archives]
    includes = [f"-I{sources}{folder}" for folder in ("", "/src", "/include", "/ggml/include", "/thirdparty")]
    subprocess.run(["g++", "-std=c++17", "-O2", "-march=native", "-DGGML_MAX_NAME=128", *includes, str(DRIVER), "-o", program,
                    *archives, "-fopenmp", "-lpthread", "-ldl"], check=True)
    return program


class Served:
    """A program that answers lines with "SECONDS NORM"; what else it prints is passed over."""

    def __init__(self, command, mark):
        self.mark = mark
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True, errors="replace")

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        while True:
            answer = self.process.stdout.readline()
            if not answer:
                raise SystemExit("a program ended without an answer")
            words = answer.split()
            if self.mark in words:
                words = words[words.index(self.mark) + 1:]
            elif self.mark:
                continue
            return float(words[0]), float(words[1])


def main():
    if len(sys.argv) < 5:
        print(__doc__, file=sys.stderr)
        return 2
    sources, build, file, bench = sys.argv[1:5]
    runs, side, words = (int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((5, 7), (6, 32), (7, 200)))
    theirs = Served([driver(sources, build), file, str(len(os.sched_getaffinity(0)))], "STEP")
    ours = Served([bench, "--serve", "--checkpoint", file], "")
    tokens = side * side
    times = [[], []]
    for run in range(runs + 1):
        pair = (theirs.ask(f"{side} {words}"), ours.ask(f"{tokens} {tokens} {words}"))
        if run == 0:  # makes kernels and touches memory
            continue
        for each, (seconds, norm) in zip(times, pair):
            assert norm == norm and norm > 0
            each.append(seconds)
    medians = [statistics.median(each) for each in times]
    print(f"{tokens} + {tokens} + {words} tokens, {runs} runs in turn, medians")
    print(f"stable-diffusion.cpp {medians[0]:.2f} s   Focal {medians[1]:.2f} s   ratio {medians[1] / medians[0]:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
