#include "core/qwen/flowmatch.h"

#include "core/base/error.h"

#include <QCoreApplication>

#include <cmath>

namespace focal {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(focal::FlowMatch)
};

[[noreturn]] void throwUnusable(const char* key)
{
    throw UserError(
        ErrorKind::BadInput, Text::tr("The model's schedule of steps cannot be used."),
        Text::tr("Its scheduler_config.json gives no usable value for %1.").arg(QLatin1String(key)),
        Text::tr("Take the file that belongs to Qwen-Image-Edit."));
}

double real(const QJsonObject& json, const char* key, double otherwise)
{
    const QJsonValue value = json.value(QLatin1String(key));
    if (value.isUndefined())
        return otherwise;
    if (!value.isDouble() || !std::isfinite(value.toDouble()))
        throwUnusable(key);
    return value.toDouble();
}

} // namespace

FlowMatch FlowMatch::lightning()
{
    FlowMatch schedule;
    schedule.baseShift = schedule.maxShift = std::log(3.0);
    schedule.shiftTerminal.reset();
    return schedule;
}

FlowMatch FlowMatch::fromJson(const QJsonObject& json)
{
    for (const char* key : {"invert_sigmas", "stochastic_sampling", "use_beta_sigmas",
                            "use_exponential_sigmas", "use_karras_sigmas"}) {
        if (json.value(QLatin1String(key)).toBool())
            throwUnusable(key);
    }
    if (!json.value(QLatin1String("use_dynamic_shifting")).toBool(true))
        throwUnusable("use_dynamic_shifting");
    if (json.value(QLatin1String("time_shift_type")).toString(QStringLiteral("exponential")) !=
        QLatin1String("exponential"))
        throwUnusable("time_shift_type");
    FlowMatch schedule;
    schedule.baseShift = real(json, "base_shift", schedule.baseShift);
    schedule.maxShift = real(json, "max_shift", schedule.maxShift);
    schedule.baseTokens = int64_t(real(json, "base_image_seq_len", double(schedule.baseTokens)));
    schedule.maxTokens = int64_t(real(json, "max_image_seq_len", double(schedule.maxTokens)));
    if (schedule.maxTokens == schedule.baseTokens)
        throwUnusable("max_image_seq_len");
    const QJsonValue terminal = json.value(QLatin1String("shift_terminal"));
    schedule.shiftTerminal.reset();
    if (!terminal.isNull() && !terminal.isUndefined()) {
        schedule.shiftTerminal = real(json, "shift_terminal", 0);
        if (*schedule.shiftTerminal < 0 || *schedule.shiftTerminal >= 1)
            throwUnusable("shift_terminal");
    }
    return schedule;
}

std::vector<float> FlowMatch::sigmas(int steps, int64_t targetTokens) const
{
    if (steps < 1)
        throw UserError(ErrorKind::BadUsage, Text::tr("An edit needs at least one step."), {}, {});
    if (steps == 1 && shiftTerminal)
        throw UserError(
            ErrorKind::BadUsage, Text::tr("This model's schedule needs at least two steps."),
            Text::tr(
                "Its last step keeps a fixed share of noise, and a single step would be first and last."),
            Text::tr("Choose two or more steps, or a Lightning LoRA with its schedule."));
    const double slope = (maxShift - baseShift) / double(maxTokens - baseTokens);
    const double mu = double(targetTokens) * slope + (baseShift - slope * double(baseTokens));
    const auto power = float(std::exp(mu));
    std::vector<float> result(size_t(steps) + 1, 0.0F);
    for (int i = 0; i < steps; ++i) {
        const double step = steps > 1 ? (1.0 / steps - 1.0) / (steps - 1) : 0.0;
        const auto linear = float(i == steps - 1 ? (steps > 1 ? 1.0 / steps : 1.0) : 1.0 + i * step);
        result[size_t(i)] = power / (power + (1 / linear - 1));
    }
    if (shiftTerminal) {
        const float factor = (1 - result[size_t(steps) - 1]) / float(1 - *shiftTerminal);
        for (int i = 0; i < steps; ++i)
            result[size_t(i)] = 1 - (1 - result[size_t(i)]) / factor;
    }
    return result;
}

} // namespace focal
