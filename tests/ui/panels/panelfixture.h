#pragma once
/// Small documents for the tests of the panels.

#include "core/document/document.h"

namespace focal::test {

inline Picture plain(int width, int height, cv::Scalar color)
{
    color[3] = 255;
    return Picture::fromMat(cv::Mat(height, width, CV_8UC4, color));
}

inline EditRequest request(const Document& document, TurnId at, const QString& instruction)
{
    EditRequest made;
    made.picture = document.picture(at);
    made.instruction = instruction;
    return made;
}

/// A document whose edits paint small squares, each unlike the ones before.
struct PanelFixture
{
    Document document{plain(64, 48, {40, 80, 120, 255}), QStringLiteral("/p/dog.jpg"),
                      QStringLiteral("dog.jpg")};
    int painted = 0;

    EditResult painting(TurnId at, const QString& message = QStringLiteral("Painted it."))
    {
        ++painted;
        cv::Mat pixels = document.picture(at).pixels().clone();
        pixels(cv::Rect(8, 8, 16, 16)) = cv::Scalar(painted % 256, painted / 256, 7, 255);
        EditResult result;
        result.outcome = Outcome::Done;
        result.message = message;
        result.picture = document.picture(at).withPixels(pixels);
        result.plan.edits = {{}};
        result.timings = {{QStringLiteral("search"), 0.5}, {QStringLiteral("operate"), 0.3}};
        return result;
    }
    TurnId add(TurnId parent, const QString& instruction = QStringLiteral("paint it"))
    {
        return std::get<TurnId>(
            document.addTurn(parent, request(document, parent, instruction), painting(parent)));
    }
    TurnId revise(TurnId turn)
    {
        const TurnId parent = *document.turn(turn).parent;
        return std::get<TurnId>(document.revise(
            turn, request(document, parent, document.turn(turn).request.instruction), painting(parent)));
    }
    AnswerId answer(TurnId at, Outcome outcome, std::vector<Candidate> candidates = {})
    {
        EditResult result;
        result.outcome = outcome;
        result.message = QStringLiteral("Because.");
        result.picture = document.picture(at);
        result.candidates = std::move(candidates);
        return std::get<AnswerId>(
            document.addTurn(at, request(document, at, QStringLiteral("find the mug")), result));
    }
};

} // namespace focal::test
