// One denoising step of Qwen-Image-Edit's transformer in stable-diffusion.cpp: built and run by
// bench_stable_diffusion_cpp.py, which says where its sources come from. Not part of Focal's build.
//
//   stable_diffusion_cpp_step FILE THREADS
//
// FILE holds the transformer alone, safetensors or GGUF. Answers each line "SIDE WORDS" on stdin with
// "SECONDS NORM": a picture of SIDE x SIDE tokens is made beside one reference of that size and so many
// words.
#include "qwen_image.hpp"

#include <chrono>
#include <cmath>
#include <cstdio>

namespace {

std::vector<float> values(size_t count)
{
    std::vector<float> result(count);
    for (size_t i = 0; i < count; ++i)
        result[i] = float((i * 7919) % 2001) / 1000 - 1;
    return result;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3)
        return 2;
    const std::string prefix = "model.diffusion_model";
    ggml_backend_t backend = ggml_backend_cpu_init();
    ModelLoader loader;
    if (!loader.init_from_file_and_convert_name(argv[1], prefix + "."))
        return 1;
    auto net = std::make_shared<Qwen::QwenImageRunner>(backend, false, loader.get_tensor_storage_map(),
                                                       prefix, VERSION_QWEN_IMAGE);
    net->set_flash_attention_enabled(true);
    net->alloc_params_buffer();
    std::map<std::string, ggml_tensor*> tensors;
    net->get_param_tensors(tensors, prefix);
    if (!loader.load_tensors(tensors))
        return 1;
    int64_t side = 0;
    int64_t words = 0;
    while (std::scanf("%ld %ld", &side, &words) == 2) {
        const sd::Tensor<float> picture({2 * side, 2 * side, 16, 1}, values(size_t(64 * side * side)));
        const sd::Tensor<float> context({3584, words, 1}, values(size_t(3584 * words)));
        const auto time = sd::Tensor<float>::from_vector({700.F});
        const auto begin = std::chrono::steady_clock::now();
        const auto made = net->compute(std::atoi(argv[2]), picture, time, context, {picture}, true);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
        double norm = 0;
        for (int64_t i = 0; i < int64_t(made.numel()); ++i)
            norm += double(made.data()[i]) * made.data()[i];
        std::printf("STEP %.4f %.6f\n", seconds.count(), std::sqrt(norm));
        std::fflush(stdout);
    }
    return 0;
}
