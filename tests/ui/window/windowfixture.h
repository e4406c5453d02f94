#pragma once

#include "core/image/picturefile.h"
#include "tests/mock/fakedialogs.h"
#include "tests/mock/fakemodel.h"
#include "ui/canvas/canvasview.h"
#include "ui/panels/adjustpanel.h"
#include "ui/panels/instructionbar.h"
#include "ui/panels/lookedatpanel.h"
#include "ui/panels/queueview.h"
#include "ui/panels/turnspanel.h"
#include "ui/window/editcontroller.h"
#include "ui/window/filecontroller.h"
#include "ui/window/mainwindow.h"
#include "ui/window/noticebar.h"
#include "ui/window/turnpresenter.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTest>

namespace focal {

/// A real window over the fake model, with a settings file and dialogs of its own; shown and with the model
/// loaded.
class WindowFixture
{
public:
    /// @param added  makes models of the user's files; a fake one where it is empty
    explicit WindowFixture(AddedModelEntry added = {})
    {
        WindowServices services;
        services.models = fakeRegistry(backend);
        services.addedModel =
            added ? std::move(added)
                  : [backend = backend](const QString& id, const QString& name, const ModelPlaces&) {
                        return fakeAddedEntry(backend, id, name);
                    };
        services.settings = std::make_unique<Settings>(folder.filePath(QStringLiteral("focal.ini")));
        services.settings->setValue(SettingKey::Language, QStringLiteral("en"));
        services.settings->setValue(SettingKey::Model, QStringLiteral("fake"));
        services.dialogs = std::make_unique<FakeDialogs>(&dialogs);
        services.systemPalette = QPalette();
        window = std::make_unique<MainWindow>(std::move(services));
        window->resize(1200, 800);
        window->show();
        QApplication::setActiveWindow(window.get());
    }

    /// 64 x 48, a horizontal ramp, written as PNG.
    QString writePicture(const QString& name, int width = 64, int height = 48) const
    {
        cv::Mat pixels(height, width, CV_8UC4);
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x)
                pixels.at<cv::Vec4b>(y, x) = {uchar(255 * x / width), uchar(255 * y / height), 120, 255};
        }
        const QString path = folder.filePath(name);
        savePicture(Picture::fromMat(pixels), path);
        return path;
    }

    /// Opens a picture and waits for it. @return its path
    QString openPicture(const QString& name = QStringLiteral("ramp.png"))
    {
        const QString path = writePicture(name);
        window->start(path);
        const bool opened = QTest::qWaitFor([&] { return document() && document()->path() == path; });
        return opened ? path : QString();
    }

    Document* document() const { return window->edits().document(); }
    const Views& views() const { return window->views(); }
    QPlainTextEdit* box() const { return views().bar->findChild<QPlainTextEdit*>(); }
    int turnCount() const { return int(document()->turns().size()); }
    int answerCount() const { return int(document()->answers().size()); }
    Answer lastAnswer() const { return document()->answers().rbegin()->second; }
    cv::Vec4b centre() const
    {
        const Picture picture = document()->currentPicture();
        return picture.pixels().at<cv::Vec4b>(picture.height() / 2, picture.width() / 2);
    }

    /// Types into whatever has the focus.
    void type(const QString& text) const
    {
        for (const QChar c : text)
            QTest::keyClick(QApplication::focusWidget(), c.toLatin1());
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : window.get(), key,
                        modifiers);
    }
    void say(const QString& instruction) const
    {
        views().bar->focusBox();
        views().bar->setText(instruction);
        press(Qt::Key_Return);
    }

    QTemporaryDir folder;
    std::shared_ptr<FakeBackend> backend = std::make_shared<FakeBackend>();
    FakeDialogs::Script dialogs;
    std::unique_ptr<MainWindow> window;
};

} // namespace focal
