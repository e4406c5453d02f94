#include "core/qwen/guidance.h"

namespace focal {

at::Tensor guided(const at::Tensor& positive, const at::Tensor& negative, double scale)
{
    const at::Tensor mixed = negative + (positive - negative) * scale;
    const at::Tensor wanted = positive.norm(2, {-1}, true);
    const at::Tensor got = mixed.norm(2, {-1}, true);
    return mixed * (wanted / got);
}

} // namespace focal
