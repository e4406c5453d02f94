#include "core/compact/recognition.h"

#include "core/compact/efficientnetlite.h"
#include "core/compact/logistic.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace focal {

namespace {

struct Classes
{
    int first = 0;
    int last = -1;
};
struct NamedClasses
{
    QStringView english; ///< The first name of a row of namedThings().
    std::array<Classes, 8> classes{};
};

// Things of which ImageNet has the usual kinds: its only lamps are table lamps, but it has no caps with a
// peak, no clear glasses and no party balloons. What the detector knows is better left to it.
constexpr NamedClasses known[] = {
    {u"strawberry", {{{949, 949}}}},
    {u"lemon", {{{951, 951}}}},
    {u"pineapple", {{{953, 953}}}},
    {u"pomegranate", {{{957, 957}}}},
    {u"fig", {{{952, 952}}}},
    {u"mushroom", {{{947, 947}, {991, 994}, {996, 997}}}},
    {u"corn", {{{987, 987}, {998, 998}}}},
    {u"cucumber", {{{943, 943}}}},
    {u"cabbage", {{{936, 936}}}},
    {u"hamburger", {{{933, 933}}}},
    {u"ice cream", {{{928, 929}}}},
    {u"teapot", {{{849, 849}}}},
    {u"pig", {{{341, 343}}}},
    {u"goat", {{{348, 350}}}},
    {u"camel", {{{354, 354}}}},
    {u"chicken", {{{7, 8}}}},
    {u"rooster", {{{7, 7}}}},
    {u"duck", {{{97, 98}}}},
    {u"goose", {{{99, 99}}}},
    {u"swan", {{{99, 100}}}},
    {u"parrot", {{{87, 90}}}},
    {u"peacock", {{{84, 84}}}},
    {u"flamingo", {{{130, 130}}}},
    {u"pelican", {{{144, 144}}}},
    {u"ostrich", {{{9, 9}}}},
    {u"penguin", {{{145, 145}}}},
    {u"eagle", {{{21, 23}}}},
    {u"owl", {{{24, 24}}}},
    {u"fish", {{{0, 1}, {5, 6}, {389, 397}}}},
    {u"shark", {{{2, 4}}}},
    {u"whale", {{{147, 148}}}},
    {u"crab", {{{118, 121}, {125, 125}}}},
    {u"starfish", {{{327, 327}}}},
    {u"jellyfish", {{{107, 107}}}},
    {u"seal", {{{150, 150}}}},
    {u"turtle", {{{33, 37}}}},
    {u"frog", {{{30, 32}}}},
    {u"snake", {{{52, 68}}}},
    {u"lizard", {{{38, 48}}}},
    {u"crocodile", {{{49, 50}}}},
    {u"rabbit", {{{330, 332}}}},
    {u"squirrel", {{{335, 335}}}},
    {u"hedgehog", {{{334, 334}}}},
    {u"beaver", {{{337, 337}}}},
    {u"panda", {{{388, 388}}}},
    {u"polar bear", {{{296, 296}}}},
    {u"koala", {{{105, 105}}}},
    {u"kangaroo", {{{104, 104}}}},
    {u"lion", {{{291, 291}}}},
    {u"tiger", {{{292, 292}}}},
    {u"leopard", {{{288, 290}, {293, 293}}}},
    {u"wolf", {{{269, 271}}}},
    {u"fox", {{{277, 280}}}},
    {u"monkey", {{{365, 384}}}},
    {u"butterfly", {{{321, 326}}}},
    {u"bee", {{{309, 309}}}},
    {u"ladybug", {{{301, 301}}}},
    {u"beetle", {{{300, 307}}}},
    {u"dragonfly", {{{319, 320}}}},
    {u"grasshopper", {{{311, 312}}}},
    {u"fly", {{{308, 308}}}},
    {u"spider", {{{72, 77}}}},
    {u"ant", {{{310, 310}}}},
    {u"snail", {{{113, 113}}}},
    {u"hot air balloon", {{{417, 417}}}},
    {u"fire engine", {{{555, 555}}}},
    {u"tricycle", {{{870, 870}}}},
    {u"rocket", {{{657, 657}, {744, 744}, {812, 812}}}},
    {u"tractor", {{{866, 866}}}},
    {u"ambulance", {{{407, 407}}}},
    {u"tank", {{{847, 847}}}},
    {u"shopping cart", {{{791, 791}}}},
    {u"daisy", {{{985, 985}}}},
    {u"suit", {{{834, 834}}}},
    {u"jeans", {{{608, 608}}}},
    {u"swimsuit", {{{445, 445}, {638, 639}}}},
    {u"hat",
     {{{433, 433}, {439, 439}, {452, 452}, {515, 515}, {667, 667}, {715, 715}, {793, 793}, {808, 808}}}},
    {u"hat",
     {{{433, 433}, {439, 439}, {452, 452}, {515, 515}, {667, 667}, {715, 715}, {793, 793}, {808, 808}}}},
    {u"helmet", {{{518, 518}, {560, 560}}}},
    {u"shoe", {{{502, 502}, {630, 630}, {770, 770}, {774, 774}}}},
    {u"sandal", {{{774, 774}}}},
    {u"sock", {{{806, 806}}}},
    {u"sunglasses", {{{836, 837}}}},
    {u"necklace", {{{679, 679}}}},
    {u"lipstick", {{{629, 629}}}},
    {u"pillow", {{{721, 721}}}},
    {u"lamp", {{{619, 619}, {846, 846}}}},
    {u"candle", {{{470, 470}}}},
    {u"camera", {{{732, 732}, {759, 759}}}},
    {u"printer", {{{742, 742}}}},
    {u"washing machine", {{{897, 897}}}},
    {u"vacuum cleaner", {{{882, 882}}}},
    {u"bathtub", {{{435, 435}, {876, 876}}}},
    {u"bucket", {{{463, 463}}}},
    {u"broom", {{{462, 462}}}},
    {u"hammer", {{{587, 587}}}},
    {u"screwdriver", {{{784, 784}}}},
    {u"shovel", {{{792, 792}}}},
    {u"envelope", {{{549, 549}}}},
    {u"hourglass", {{{604, 604}}}},
    {u"binoculars", {{{447, 447}}}},
    {u"guitar", {{{402, 402}, {546, 546}}}},
    {u"violin", {{{889, 889}}}},
    {u"piano", {{{579, 579}, {881, 881}}}},
    {u"drum", {{{541, 541}}}},
    {u"trumpet", {{{513, 513}}}},
    {u"saxophone", {{{776, 776}}}},
    {u"basketball", {{{430, 430}}}},
    {u"baseball", {{{429, 429}}}},
    {u"tennis ball", {{{852, 852}}}},
    {u"volleyball", {{{890, 890}}}},
    {u"american football", {{{768, 768}}}},
    {u"dumbbell", {{{543, 543}}}},
    {u"tent", {{{672, 672}}}},
    {u"church", {{{497, 497}}}},
    {u"castle", {{{483, 483}, {698, 698}}}},
    {u"bridge", {{{821, 821}, {839, 839}, {888, 888}}}},
    {u"barn", {{{425, 425}}}},
    {u"fountain", {{{562, 562}}}},
    {u"barrel", {{{427, 427}}}},
    {u"mailbox", {{{637, 637}}}},
    {u"shield", {{{787, 787}}}},
    {u"syringe", {{{845, 845}}}},
    {u"sea", {{{460, 460}, {718, 718}, {973, 973}, {975, 978}}}},
    {u"mountain", {{{970, 970}, {972, 972}, {979, 980}}}},
};

const NamedClasses* classesOf(const QString& thing)
{
    const auto* found = std::find_if(std::begin(known), std::end(known),
                                     [&](const NamedClasses& classes) { return classes.english == thing; });
    return found == std::end(known) ? nullptr : found;
}

/// @p rgb with its longer side scaled to @p side, mirrored to whole patches: [1, 3, h, w]
at::Tensor scaled(const cv::Mat& rgb, int side)
{
    constexpr int patch = int(EfficientNetLite::patch);
    const double scale = double(side) / std::max(rgb.cols, rgb.rows);
    const cv::Size size(std::max(1, int(std::lround(rgb.cols * scale))),
                        std::max(1, int(std::lround(rgb.rows * scale))));
    const auto missing = [](int length) { return (patch - length % patch) % patch; };
    cv::Mat small;
    cv::resize(rgb, small, size, 0, 0, cv::INTER_AREA);
    cv::copyMakeBorder(small, small, 0, missing(size.height), 0, missing(size.width), cv::BORDER_REFLECT);
    return at::from_blob(small.data, {1, small.rows, small.cols, 3}, at::kFloat)
        .permute({0, 3, 1, 2})
        .contiguous();
}

} // namespace

Recognitions recogniseThings(const EfficientNetLite& network, const cv::Mat& rgb, const CancelToken& cancel)
{
    struct Look
    {
        int side;                    ///< Pixels of the longer one.
        std::array<int64_t, 2> wide; ///< Places a side of the windows.
    };
    constexpr std::array<Look, 2> looks = {{{288, {9, 4}}, {512, {9, 5}}}};
    std::vector<at::Tensor> means;
    for (const Look& look : looks) {
        const at::Tensor features = network.features(scaled(rgb, look.side), cancel);
        for (const int64_t wide : look.wide) {
            const int64_t rows = std::min(wide, features.size(2));
            const int64_t columns = std::min(wide, features.size(3));
            means.push_back(
                at::avg_pool2d(features, {rows, columns},
                               {std::max<int64_t>(1, rows / 3), std::max<int64_t>(1, columns / 3)})
                    .squeeze(0)
                    .flatten(1)
                    .t());
        }
    }
    const at::Tensor named = network.named(at::cat(means)).contiguous();
    return {cv::Mat(int(named.size(0)), int(named.size(1)), CV_32FC1, named.data_ptr<float>()).clone()};
}

std::optional<double> recognisedConfidence(const Recognitions& recognitions, const SearchPhrase& phrase)
{
    // Fitted on photographs apart from the photo set; docs/region.md has the figures.
    constexpr double weight = 1.53;
    constexpr double offset = 4.25;
    const NamedClasses* named = classesOf(thingNamed(phrase));
    if (!named)
        return std::nullopt;
    double sure = 0;
    for (int window = 0; window < recognitions.windows.rows; ++window) {
        const auto* likely = recognitions.windows.ptr<float>(window);
        double sum = 0;
        for (const Classes& classes : named->classes)
            for (int i = classes.first; i <= classes.last; ++i)
                sum += likely[i];
        sure = std::max(sure, sum);
    }
    return logistic(offset + weight * boundedLogit(sure, 0.001));
}

} // namespace focal
