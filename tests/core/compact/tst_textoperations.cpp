#include "core/compact/modelpaths.h"
#include "core/compact/textlines.h"
#include "core/compact/textmatch.h"
#include "core/compact/textoperations.h"
#include "core/nn/threads.h"
#include "tests/core/compact/textscenes.h"

#include <opencv2/imgproc.hpp>

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QTest>

using namespace focal;
using namespace Qt::Literals::StringLiterals;

class TestTextOperations : public QObject
{
    Q_OBJECT

    const TextReader m_reader{findOcrModels()};
    const Region m_region;
    const CancelToken m_cancel;

    TextEdit replaced(const Picture& picture, const QString& from, const QString& to) const
    {
        const auto lines = m_reader.read(picture, m_cancel);
        return replaceText({picture, m_reader, lines, m_region, 7, m_cancel}, {}, {from, {}, to, {}});
    }

    static void verifyUntouchedOutside(const Picture& before, const TextEdit& edit)
    {
        cv::Mat difference;
        cv::absdiff(before.pixels(), edit.pixels, difference);
        const cv::Mat any = difference.reshape(1, difference.rows) > 0;
        cv::Mat mask4;
        cv::merge(std::vector<cv::Mat>(4, edit.mask), mask4);
        QCOMPARE(cv::countNonZero(any & (mask4.reshape(1, mask4.rows) == 0)), 0);
        QVERIFY(cv::countNonZero(any) > 0);
    }

    static void save(const Picture& before, const TextEdit& edit, const QString& name)
    {
        const QString folder = qEnvironmentVariable("FOCAL_SAVE_RESULTS");
        if (folder.isEmpty())
            return;
        cv::Mat both;
        cv::vconcat(before.pixels(), edit.pixels.empty() ? before.pixels() : edit.pixels, both);
        toQImage(Picture::fromMat(both)).save(folder + u'/' + name + u".png"_s);
    }

private Q_SLOTS:
    static void initTestCase() { setThreadBudget(availableThreads()); }

    void replacesRendered_data()
    {
        QTest::addColumn<int>("index");
        // All with FOCAL_ALL_TEXT; otherwise as many as are quick.
        const int count = qEnvironmentVariableIsSet("FOCAL_ALL_TEXT") ? int(textCases().size()) : 4;
        for (int i = 0; i < count; ++i)
            QTest::addRow("%02d %s", i, textCases()[size_t(i)].to) << i;
    }

    void replacesRendered()
    {
        QFETCH(const int, index);
        const TextCase& each = textCases()[size_t(index)];
        const Picture picture = textPicture(each);
        const auto lines = m_reader.read(picture, m_cancel);
        QElapsedTimer clock;
        clock.start();
        const TextEdit edit = replaceText({picture, m_reader, lines, m_region, 7, m_cancel}, {},
                                          {QString::fromUtf8(each.from), {}, QString::fromUtf8(each.to), {}});
        if (qEnvironmentVariableIsSet("FOCAL_ALL_TEXT"))
            qInfo("%lld ms", clock.elapsed());
        save(picture, edit, u"replace%1"_s.arg(index, 2, 10, QLatin1Char('0')));
        QStringList read;
        for (const TextLine& line : lines)
            read << line.text;
        QVERIFY2(edit.answer == TextEdit::Answer::Done, qPrintable(read.join(u'|')));
        QVERIFY2(edit.asWished, qPrintable(edit.readBack));
        QVERIFY(foldedText(edit.readBack, false).contains(foldedText(QString::fromUtf8(each.to), false)));
        verifyUntouchedOutside(picture, edit);
    }

    void flatGroundComesBackExactly()
    {
        const TextCase& each = textCases()[0];
        const Picture picture = textPicture(each);
        const auto lines = m_reader.read(picture, m_cancel);
        const TextEdit edit = removeText({picture, m_reader, lines, m_region, 7, m_cancel}, u"the text"_s);
        save(picture, edit, u"removed"_s);
        QVERIFY(edit.answer == TextEdit::Answer::Done);
        QVERIFY2(edit.asWished, qPrintable(edit.readBack));
        const auto paper = picture.pixels().at<cv::Vec4b>(5, 5);
        cv::Mat off;
        cv::absdiff(edit.pixels, cv::Scalar(paper), off);
        QCOMPARE(cv::countNonZero(off.reshape(1) > 1), 0);
    }

    void addsWhereItIsCalm()
    {
        const Picture picture = textPicture(textCases()[2]);
        const auto lines = m_reader.read(picture, m_cancel);
        const TextScene scene{picture, m_reader, lines, m_region, 7, m_cancel};
        AddTextValue value;
        value.text = u"轻盈透气，夏日首选"_s;
        TextEdit edit = addText(scene, value);
        save(picture, edit, u"added"_s);
        QVERIFY2(edit.asWished, qPrintable(edit.readBack));
        std::vector<size_t> all(lines.size());
        for (size_t i = 0; i < all.size(); ++i)
            all[i] = i;
        QCOMPARE(cv::countNonZero(edit.mask & maskOfLines(lines, all, picture.size())), 0);
        value.position.spot = Spot::BottomLeft;
        edit = addText(scene, value);
        save(picture, edit, u"addedbottomleft"_s);
        const cv::Rect where = cv::boundingRect(edit.mask);
        QVERIFY(where.x < 60 && where.br().y > picture.height() - 60);
    }

    void saysWhatIsNotThere()
    {
        const Picture picture = textPicture(textCases()[0]);
        const TextEdit edit = replaced(picture, u"¥499"_s, u"$1"_s);
        QVERIFY(edit.answer == TextEdit::Answer::NotFound);
        QVERIFY(!edit.candidates.empty());
        QVERIFY(edit.pixels.empty());
    }
};

int main(int argc, char** argv)
{
    const QGuiApplication application(argc, argv);
    TestTextOperations test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_textoperations.moc"
