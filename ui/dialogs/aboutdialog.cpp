#include "ui/dialogs/aboutdialog.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <opencv2/core/utility.hpp>

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSysInfo>
#include <QVBoxLayout>

namespace focal {

QStringList versionLines()
{
    return {QStringLiteral("Focal %1").arg(QStringLiteral(FOCAL_VERSION)),
            QStringLiteral("Qt %1").arg(QString::fromLatin1(qVersion())),
            QStringLiteral("OpenCV %1").arg(QString::fromStdString(cv::getVersionString())),
            QStringLiteral("%1, %2").arg(QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture())};
}

AboutDialog::AboutDialog(const std::optional<ModelInfo>& model, QWidget* parent) : QDialog(parent)
{
    setWindowTitle(tr("About Focal"));

    auto* picture = new QLabel(this);
    picture->setPixmap(applicationIcon().pixmap(64, 64));
    auto* title = new QLabel(tr("Focal"), this);
    setRole(title, "title");
    auto* line = new QLabel(tr("Say what should change in a picture, and see where it looked."), this);
    line->setWordWrap(true);

    QStringList versions = versionLines();
    if (model) {
        versions.append(QStringLiteral("%1 %2").arg(model->name, model->version));
        if (!model->weightsHash.isEmpty())
            versions.append(tr("Weights %1…").arg(model->weightsHash.left(16)));
    }
    auto* details = new QLabel(versions.join(u'\n'), this);
    setRole(details, "dim");
    details->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

    auto* licences = new QLabel(tr("Focal is free software under the Apache License 2.0. It uses Qt (LGPL 3, "
                                   "linked dynamically), LibTorch "
                                   "(BSD), OpenCV (Apache 2.0), DINOv2 weights (Apache 2.0), sentencepiece "
                                   "(Apache 2.0), Little CMS (MIT), "
                                   "libexif (LGPL 2.1), libpng, libjpeg-turbo, libtiff, libwebp and SQLite. "
                                   "THIRD_PARTY.md has them all, "
                                   "with their licences. The sample photo comes from OpenCV (Apache 2.0)."),
                                this);
    licences->setWordWrap(true);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton* copy = buttons->addButton(tr("Copy Versions"), QDialogButtonBox::ActionRole);
    connect(copy, &QPushButton::clicked, this,
            [versions] { QApplication::clipboard()->setText(versions.join(u'\n')); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto* head = new QVBoxLayout;
    head->setSpacing(grid::Unit);
    head->addWidget(title);
    head->addWidget(line);
    auto* top = new QHBoxLayout;
    top->setSpacing(grid::Large);
    top->addWidget(picture, 0, Qt::AlignTop);
    top->addLayout(head, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(grid::Large, grid::Large, grid::Large, grid::Large);
    layout->setSpacing(grid::Large);
    layout->addLayout(top);
    layout->addWidget(details);
    layout->addWidget(licences);
    layout->addWidget(buttons);
    setMinimumWidth(480);
}

} // namespace focal
