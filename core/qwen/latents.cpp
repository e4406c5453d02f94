#include "core/qwen/latents.h"

#include "core/base/error.h"

#include <ATen/CPUGeneratorImpl.h>

#include <QString>

namespace focal {

at::Tensor noiseLatents(quint64 seed, int64_t channels, TokenGrid grid)
{
    const at::Generator generator = at::detail::createCPUGenerator(seed);
    return at::randn({channels, 2 * grid.rows, 2 * grid.columns}, generator, at::TensorOptions(at::kFloat));
}

at::Tensor packLatents(const at::Tensor& latents)
{
    if (latents.dim() != 3 || latents.size(1) % 2 || latents.size(2) % 2)
        throw LogicError(QStringLiteral("Only latents of even height and width make whole tokens"));
    const int64_t channels = latents.size(0);
    const int64_t rows = latents.size(1) / 2;
    const int64_t columns = latents.size(2) / 2;
    return latents.reshape({channels, rows, 2, columns, 2})
        .permute({1, 3, 0, 2, 4})
        .reshape({rows * columns, channels * 4});
}

at::Tensor unpackLatents(const at::Tensor& tokens, TokenGrid grid)
{
    if (tokens.dim() != 2 || tokens.size(0) != grid.tokens() || tokens.size(1) % 4)
        throw LogicError(
            QStringLiteral("The tokens do not fill a grid of %1 x %2").arg(grid.rows).arg(grid.columns));
    const int64_t channels = tokens.size(1) / 4;
    return tokens.view({grid.rows, grid.columns, channels, 2, 2})
        .permute({2, 0, 3, 1, 4})
        .reshape({channels, grid.rows * 2, grid.columns * 2});
}

} // namespace focal
