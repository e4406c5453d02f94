#pragma once
// Precompiled for every target that uses LibTorch: this header costs some ten seconds a file otherwise.
#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
