#include "core/base/error.h"
#include "core/document/document.h"

#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace focal;

namespace {

Picture noise(int width, int height, std::uint64_t seed)
{
    cv::Mat pixels(height, width, CV_8UC4);
    cv::RNG(seed).fill(pixels, cv::RNG::UNIFORM, 0, 256);
    return Picture::fromMat(pixels);
}

Picture edited(const Picture& picture, cv::Rect where, std::uint64_t seed)
{
    cv::Mat pixels = picture.pixels().clone();
    cv::Mat part = pixels(where & cv::Rect(cv::Point(), pixels.size()));
    cv::RNG(seed).fill(part, cv::RNG::UNIFORM, 0, 256);
    return picture.withPixels(pixels);
}

EditRequest requestOn(const Picture& picture, const QString& instruction = QStringLiteral("make it blue"))
{
    EditRequest request;
    request.picture = picture;
    request.instruction = instruction;
    return request;
}

EditResult done(const Picture& picture)
{
    EditResult result;
    result.outcome = Outcome::Done;
    result.picture = picture;
    result.changed = cv::Mat(picture.height(), picture.width(), CV_8UC1, cv::Scalar(255));
    result.plan.edits = {{}};
    return result;
}

/// A document with helpers that say what the tests mean.
struct Fixture
{
    Picture root = noise(120, 90, 1);
    Document document{root, QStringLiteral("/pictures/dog.jpg"), QStringLiteral("dog.jpg")};
    std::uint64_t seed = 100;

    TurnId add(TurnId parent)
    {
        const Picture before = document.picture(parent);
        return std::get<TurnId>(
            document.addTurn(parent, requestOn(before), done(edited(before, {10, 10, 30, 30}, ++seed))));
    }
    TurnId revise(TurnId turn)
    {
        const Picture before = document.picture(*document.turn(turn).parent);
        return std::get<TurnId>(
            document.revise(turn, requestOn(before), done(edited(before, {10, 10, 30, 30}, ++seed))));
    }
};

} // namespace

class TestDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensWithOneTurn()
    {
        Fixture f;
        QCOMPARE(f.document.current(), f.document.root());
        QVERIFY(f.document.turn(f.document.root()).isRoot());
        QVERIFY(f.document.currentPicture() == f.root);
        QVERIFY(!f.document.canUndo());
        QVERIFY(!f.document.canRedo());
        QVERIFY(f.document.isClean());
        QCOMPARE(f.document.name(), QStringLiteral("dog.jpg"));
        QVERIFY_EXCEPTION_THROWN(Document(Picture(), {}, {}), LogicError);
        QVERIFY_EXCEPTION_THROWN(f.document.turn(TurnId{99}), LogicError);
        QVERIFY_EXCEPTION_THROWN(f.document.goTo(TurnId{99}), LogicError);
        QVERIFY_EXCEPTION_THROWN(f.document.requestOf(f.document.root()), LogicError);
    }

    void undoGoesToTheParentAndRedoComesBack()
    {
        Fixture f;
        const TurnId a = f.add(f.document.root());
        const TurnId b = f.add(a);
        QCOMPARE(f.document.current(), b);
        f.document.undo();
        QCOMPARE(f.document.current(), a);
        f.document.undo();
        QCOMPARE(f.document.current(), f.document.root());
        f.document.undo(); // nothing above
        QCOMPARE(f.document.current(), f.document.root());
        f.document.redo();
        f.document.redo();
        QCOMPARE(f.document.current(), b);
        QVERIFY(!f.document.canRedo());
        QCOMPARE(f.document.pathTo(b), (std::vector<TurnId>{f.document.root(), a, b}));
    }

    void anEarlierTurnGrowsABranchAndNothingIsLost()
    {
        Fixture f;
        const TurnId a = f.add(f.document.root());
        const TurnId b = f.add(a);
        const Picture pictureOfB = f.document.picture(b);
        f.document.goTo(a);
        const TurnId c = f.add(a);
        QCOMPARE(f.document.current(), c);
        QCOMPARE(f.document.children(a), (std::vector<TurnId>{b, c}));
        QVERIFY(f.document.picture(b) == pictureOfB);
        f.document.undo();
        QCOMPARE(f.document.redoTarget(), std::optional(c)); // visited last
        f.document.goTo(b);
        f.document.undo();
        QCOMPARE(f.document.redoTarget(), std::optional(b));
    }

    void jumpingMarksTheWholeWayAsVisited()
    {
        Fixture f;
        const TurnId a = f.add(f.document.root());
        const TurnId b = f.add(a);
        f.document.goTo(f.document.root());
        const TurnId other = f.add(f.document.root());
        QCOMPARE(f.document.current(), other);
        f.document.goTo(b); // straight into the other branch
        f.document.undo();
        f.document.undo();
        QCOMPARE(f.document.redoTarget(), std::optional(a));
        f.document.redo();
        QCOMPARE(f.document.redoTarget(), std::optional(b));
    }

    void redoWithoutAVisitTakesTheNewest()
    {
        Fixture f;
        const TurnId a = f.add(f.document.root());
        f.document.undo();
        const TurnId b = f.add(a); // arrives after the user left
        QCOMPARE(f.document.current(), f.document.root());
        f.document.goTo(a);
        QCOMPARE(f.document.redoTarget(), std::optional(b));
    }

    void aResultThatArrivesElsewhereDoesNotMoveTheUser()
    {
        Fixture f;
        const TurnId a = f.add(f.document.root());
        QSignalSpy added(&f.document, &Document::turnAdded), moved(&f.document, &Document::currentChanged);
        f.add(f.document.root());
        QCOMPARE(f.document.current(), a);
        QCOMPARE(added.count(), 1);
        QCOMPARE(moved.count(), 0);
    }

    void whatChangedNothingIsAnAnswer()
    {
        Fixture f;
        QSignalSpy turns(&f.document, &Document::turnAdded), answers(&f.document, &Document::answerAdded);
        const auto addWith = [&](Outcome outcome, const Picture& picture) {
            EditResult result = done(picture);
            result.outcome = outcome;
            result.message = QStringLiteral("because");
            return f.document.answer(
                std::get<AnswerId>(f.document.addTurn(f.document.root(), requestOn(f.root), result)));
        };
        QCOMPARE(addWith(Outcome::NotFound, f.root).kind, Answer::Kind::NotFound);
        QCOMPARE(addWith(Outcome::CannotDo, f.root).kind, Answer::Kind::CannotDo);
        QCOMPARE(addWith(Outcome::Unclear, f.root).kind, Answer::Kind::Unclear);
        // equal bytes in other memory
        const Answer nothing = addWith(Outcome::Done, Picture::fromMat(f.root.pixels().clone()));
        QCOMPARE(nothing.kind, Answer::Kind::NothingChanged);
        QCOMPARE(nothing.result.message, QStringLiteral("because"));
        QCOMPARE(nothing.at, f.document.root());

        const AnswerId failed =
            f.document.addFailure(f.document.root(), requestOn(f.root, QStringLiteral("hm")),
                                  {QStringLiteral("what"), QStringLiteral("why"), {}});
        QCOMPARE(f.document.answer(failed).kind, Answer::Kind::Failed);
        QCOMPARE(f.document.answer(failed).failure.why, QStringLiteral("why"));
        QCOMPARE(f.document.requestOf(failed).instruction, QStringLiteral("hm"));
        QVERIFY(f.document.requestOf(failed).picture == f.root);
        const AnswerId stopped = f.document.addCancelled(f.document.root(), requestOn(f.root));
        QCOMPARE(f.document.answer(stopped).kind, Answer::Kind::Cancelled);

        QCOMPARE(turns.count(), 0);
        QCOMPARE(answers.count(), 6);
        QCOMPARE(f.document.answers().size(), std::size_t{6});
        QVERIFY(!f.document.canUndo());
        QVERIFY(f.document.isClean());
        QCOMPARE(f.document.turns().size(), std::size_t{1});
    }

    void aRevisionIsASiblingThatIsShownInItsPlace()
    {
        Fixture f;
        const TurnId a = f.add(f.document.root());
        const TurnId b = f.add(a);
        const TurnId b2 = f.revise(b);
        QCOMPARE(f.document.current(), b2);
        QCOMPARE(f.document.turn(b2).parent, std::optional(a));
        QCOMPARE(f.document.turn(b2).revisionOf, std::optional(b));
        const TurnId b3 = f.revise(b2);
        QCOMPARE(f.document.versions(b), (std::vector<TurnId>{b, b2, b3}));
        QCOMPARE(f.document.versions(b3), f.document.versions(b));
        QCOMPARE(f.document.shownVersion(b), b3);
        f.document.undo();
        QCOMPARE(f.document.current(), a);
        QCOMPARE(f.document.shownVersion(b), b3);
        f.document.redo();
        QCOMPARE(f.document.current(), b3);
        f.document.goTo(b);
        QCOMPARE(f.document.shownVersion(b3), b);
        QCOMPARE(f.document.versions(a), (std::vector<TurnId>{a}));
        QCOMPARE(f.document.versions(f.document.root()), (std::vector<TurnId>{f.document.root()}));
        QVERIFY_EXCEPTION_THROWN(f.document.revise(f.document.root(), requestOn(f.root), done(f.root)),
                                 LogicError);
    }

    void whatStandsOnARevisedTurnStays()
    {
        Fixture f;
        const TurnId a = f.add(f.document.root());
        const TurnId b = f.add(a);
        f.document.goTo(a);
        const TurnId a2 = f.revise(a);
        QCOMPARE(f.document.current(), a2);
        QCOMPARE(f.document.children(a), (std::vector<TurnId>{b}));
        QVERIFY(f.document.children(a2).empty());
        f.document.goTo(b);
        QCOMPARE(f.document.shownVersion(a2), a);
    }

    void aRevisionArrivingElsewhereDoesNotMoveTheUser()
    {
        Fixture f;
        const TurnId a = f.add(f.document.root());
        f.document.undo();
        f.revise(a);
        QCOMPARE(f.document.current(), f.document.root());
    }

    void aRevisionThatChangesNothingIsTheSameTurn()
    {
        Fixture f;
        const TurnId a = f.add(f.document.root());
        QSignalSpy added(&f.document, &Document::turnAdded);
        const auto same = f.document.revise(a, requestOn(f.root),
                                            done(Picture::fromMat(f.document.picture(a).pixels().clone())));
        QCOMPARE(std::get<TurnId>(same), a);
        QCOMPARE(added.count(), 0);
        // strength 0: back to the parent's picture, and still a version of the turn
        const TurnId nothing = std::get<TurnId>(f.document.revise(a, requestOn(f.root), done(f.root)));
        QCOMPARE(f.document.current(), nothing);
        QVERIFY(f.document.currentPicture() == f.root);
    }

    void knowsWhetherItIsSaved()
    {
        Fixture f;
        QSignalSpy clean(&f.document, &Document::cleanChanged), path(&f.document, &Document::pathChanged);
        const TurnId a = f.add(f.document.root());
        QVERIFY(!f.document.isClean());
        QCOMPARE(clean.takeFirst().first().toBool(), false);
        f.document.undo();
        QVERIFY(f.document.isClean());
        QCOMPARE(clean.takeFirst().first().toBool(), true);
        f.document.redo();
        f.document.markSaved(QStringLiteral("/elsewhere/grey dog.png"));
        QVERIFY(f.document.isClean());
        QCOMPARE(f.document.path(), QStringLiteral("/elsewhere/grey dog.png"));
        QCOMPARE(f.document.name(), QStringLiteral("grey dog.png"));
        QCOMPARE(path.count(), 1);
        f.document.undo();
        QVERIFY(!f.document.isClean()); // the file holds another turn now
        f.document.redo();
        const TurnId b = f.add(a);
        f.document.markSaved(f.document.path(), a); // the save of a ended after b was made
        QCOMPARE(f.document.current(), b);
        QVERIFY(!f.document.isClean());
        QCOMPARE(path.count(), 1);
    }

    void aTurnCanBeDoneAgain()
    {
        Fixture f;
        const TurnId a = f.add(f.document.root());
        EditRequest request = requestOn(f.document.picture(a), QStringLiteral("remove the dog"));
        request.region.box = cv::Rect(1, 2, 30, 40);
        request.region.mask = cv::Mat(90, 120, CV_8UC1, cv::Scalar(255));
        request.seed = 77;
        const Picture after = edited(request.picture, {0, 0, 9, 9}, 5);
        const TurnId b = std::get<TurnId>(f.document.addTurn(a, request, done(after)));
        const EditRequest again = f.document.requestOf(b);
        QVERIFY(again.picture == request.picture);
        QCOMPARE(again.instruction, request.instruction);
        QCOMPARE(again.seed, request.seed);
        QCOMPARE(*again.region.box, *request.region.box);
        QCOMPARE(cv::countNonZero(again.region.mask), 90 * 120);
        QVERIFY(f.document.resultOf(b).picture == after);
        QCOMPARE(cv::countNonZero(f.document.resultOf(b).changed), 90 * 120);
    }

    /// A hundred turns on one picture of some megapixels, with room for five in memory: each comes back to
    /// the byte.
    void aHundredTurnsStayExactAndSmall()
    {
        const int width = 1500, height = 1000;
        const Picture root = noise(width, height, 3);
        const qint64 budget = 5 * root.byteCount();
        Document document(root, {}, QStringLiteral("p"), budget);
        std::vector<std::pair<TurnId, quint64>> sums;
        const auto sum = [](const Picture& picture) {
            const cv::Mat& pixels = picture.pixels();
            return static_cast<quint64>(qHashBits(pixels.data, pixels.total() * pixels.elemSize(), 17));
        };
        std::mt19937 random(4);
        qint64 changedBytes = 0;
        for (int i = 0; i < 100; ++i) {
            const Picture before = document.currentPicture();
            const cv::Rect where(static_cast<int>(random() % (width - 200)),
                                 static_cast<int>(random() % (height - 150)), 200, 150);
            const Picture after = edited(before, where, 1000 + static_cast<std::uint64_t>(i));
            const TurnId id =
                std::get<TurnId>(document.addTurn(document.current(), requestOn(before), done(after)));
            sums.emplace_back(id, sum(after));
            QVERIFY(document.memoryUse().pictures <= budget);
            changedBytes += 4LL * TileSet::Side * TileSet::Side * 4; // at most four tiles are touched
        }
        const Document::MemoryUse use = document.memoryUse();
        qInfo("100 turns of %.1f MB: pictures %.1f MB, tiles %.1f MB, facts %.2f MB",
              static_cast<double>(root.byteCount()) / 1e6, static_cast<double>(use.pictures) / 1e6,
              static_cast<double>(use.tiles) / 1e6, static_cast<double>(use.facts) / 1e6);
        QVERIFY(use.tiles <= changedBytes); // noise does not pack; still only touched tiles are held
        QVERIFY(use.pictures <= budget);

        std::shuffle(sums.begin(), sums.end(), random);
        for (const auto& [id, expected] : sums)
            QCOMPARE(sum(document.picture(id)), expected);
        QVERIFY(document.picture(document.root()) == root);
        QVERIFY(document.memoryUse().pictures <= budget);
    }

    /// Random walks against a model so simple that it is right: every picture in full, and the rules as
    /// written.
    void behavesLikeANaiveTree_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 6; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void behavesLikeANaiveTree()
    {
        QFETCH(unsigned, seed);
        struct Naive
        {
            Picture picture;
            std::optional<TurnId> parent;
            std::vector<TurnId> children;
            std::optional<TurnId> visited;
        };
        std::mt19937 random(seed);
        const Picture root = noise(300, 280, seed);
        // Room for one to four pictures.
        Document document(root, {}, QStringLiteral("p"),
                          root.byteCount() * static_cast<qint64>(1 + seed % 4));
        std::map<TurnId, Naive> naive;
        TurnId current = document.root();
        naive[current].picture = root;
        const auto visit = [&](TurnId id) {
            current = id;
            for (TurnId at = id; naive[at].parent; at = *naive[at].parent)
                naive[*naive[at].parent].visited = at;
        };
        const auto any = [&] {
            auto it = naive.begin();
            std::advance(it, static_cast<long>(random() % naive.size()));
            return it->first;
        };
        for (int step = 0; step < 150; ++step) {
            switch (random() % 6) {
            case 0:
            case 1: { // a turn, here or, as if late, elsewhere
                const TurnId parent = random() % 4 == 0 ? any() : current;
                const cv::Rect where(static_cast<int>(random() % 260), static_cast<int>(random() % 240), 37,
                                     29);
                const Picture after = edited(naive[parent].picture, where, random());
                const auto added = document.addTurn(parent, requestOn(naive[parent].picture), done(after));
                const TurnId id = std::get<TurnId>(added);
                naive[id] = {after, parent, {}, {}};
                naive[parent].children.push_back(id);
                if (parent == current)
                    visit(id);
                break;
            }
            case 2:
                document.undo();
                if (naive[current].parent)
                    visit(*naive[current].parent);
                break;
            case 3: {
                document.redo();
                const Naive& here = naive[current];
                if (here.visited)
                    visit(*here.visited);
                else if (!here.children.empty())
                    visit(here.children.back());
                break;
            }
            case 4: {
                const TurnId id = any();
                document.goTo(id);
                visit(id);
                break;
            }
            default: { // a revision of the current turn
                const auto parent = naive[current].parent;
                if (!parent)
                    break;
                const Picture after = edited(naive[*parent].picture, {20, 30, 40, 50}, random());
                const auto added = document.revise(current, requestOn(naive[*parent].picture), done(after));
                const TurnId id = std::get<TurnId>(added);
                naive[id] = {after, parent, {}, {}};
                naive[*parent].children.push_back(id);
                visit(id);
            }
            }
            QCOMPARE(document.current(), current);
            QVERIFY(document.currentPicture() == naive[current].picture);
            QCOMPARE(document.canUndo(), naive[current].parent.has_value());
            QCOMPARE(document.canRedo(), !naive[current].children.empty());
            const TurnId other = any();
            QVERIFY(document.picture(other) == naive[other].picture);
        }
        QCOMPARE(document.turns().size(), naive.size());
        for (const auto& [id, node] : naive) {
            QCOMPARE(document.children(id), node.children);
            QVERIFY(document.picture(id) == node.picture);
        }
    }
};

QTEST_GUILESS_MAIN(TestDocument)
#include "tst_document.moc"
