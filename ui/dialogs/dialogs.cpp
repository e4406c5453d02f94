#include "ui/dialogs/dialogs.h"

#include "ui/dialogs/savedialog.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

namespace focal {

namespace {

QString translated(const char* source)
{
    return QCoreApplication::translate("focal::Dialogs", source);
}

QString allFiles()
{
    return translated(QT_TRANSLATE_NOOP("focal::Dialogs", "All files")) + QStringLiteral(" (*)");
}

QFileDialog* pictureDialog(QWidget* parent, const QString& title, const QString& folder)
{
    auto* dialog = new QFileDialog(parent, title, folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QStringList all;
    for (const PictureFormat format :
         {PictureFormat::Png, PictureFormat::Jpeg, PictureFormat::WebP, PictureFormat::Tiff}) {
        for (const QString& suffix : formatSuffixes(format))
            all.append(QStringLiteral("*.") + suffix);
    }
    dialog->setNameFilters({QStringLiteral("%1 (%2)").arg(
                                translated(QT_TRANSLATE_NOOP("focal::Dialogs", "Pictures")), all.join(u' ')),
                            allFiles()});
    return dialog;
}

/// Calls @p chosen with what the user picked, unless that is nothing.
void whenSelected(QFileDialog* dialog, QWidget* parent, std::function<void(const QStringList&)> chosen)
{
    QObject::connect(dialog, &QFileDialog::filesSelected, parent,
                     [chosen = std::move(chosen)](const QStringList& paths) {
                         if (!paths.isEmpty())
                             chosen(paths);
                     });
    dialog->open();
}

} // namespace

void StandardDialogs::askOpen(QWidget* parent, const QString& folder,
                              std::function<void(const QString&)> chosen)
{
    QFileDialog* dialog =
        pictureDialog(parent, translated(QT_TRANSLATE_NOOP("focal::Dialogs", "Open Picture")), folder);
    dialog->setFileMode(QFileDialog::ExistingFile);
    whenSelected(dialog, parent,
                 [chosen = std::move(chosen)](const QStringList& paths) { chosen(paths.front()); });
}

void StandardDialogs::askOpenSeveral(QWidget* parent, const QString& folder,
                                     std::function<void(const QStringList&)> chosen)
{
    QFileDialog* dialog = pictureDialog(
        parent, translated(QT_TRANSLATE_NOOP("focal::Dialogs", "Add Reference Pictures")), folder);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    whenSelected(dialog, parent, std::move(chosen));
}

void StandardDialogs::askModel(QWidget* parent, const QString& folder, bool files,
                               std::function<void(const QStringList&)> chosen)
{
    const QString title = files ? translated(QT_TRANSLATE_NOOP("focal::Dialogs", "Choose Model Files"))
                                : translated(QT_TRANSLATE_NOOP("focal::Dialogs", "Choose a Model Folder"));
    auto* dialog = new QFileDialog(parent, title, folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(files ? QFileDialog::ExistingFiles : QFileDialog::Directory);
    if (files)
        dialog->setNameFilters({translated(QT_TRANSLATE_NOOP("focal::Dialogs", "Model files")) +
                                    QStringLiteral(" (*.safetensors *.gguf *.json)"),
                                allFiles()});
    whenSelected(dialog, parent, std::move(chosen));
}

void StandardDialogs::askSave(QWidget* parent, const QString& suggestion, Settings& settings,
                              std::function<void(const SaveChoice&)> chosen)
{
    auto* dialog = new SaveDialog(parent, suggestion, settings);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, parent, [dialog, chosen = std::move(chosen)] {
        if (const QString path = dialog->path(); !path.isEmpty())
            chosen({path, dialog->options()});
    });
    dialog->open();
}

void StandardDialogs::askClose(QWidget* parent, const QString& name,
                               std::function<void(CloseAnswer)> answered)
{
    auto* box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::NoIcon);
    box->setWindowTitle(translated(QT_TRANSLATE_NOOP("focal::Dialogs", "Focal")));
    box->setText(translated(QT_TRANSLATE_NOOP("focal::Dialogs", "Save the changes to \"%1\"?")).arg(name));
    box->setInformativeText(
        translated(QT_TRANSLATE_NOOP("focal::Dialogs", "The conversation about it ends when it is closed.")));
    QPushButton* save =
        box->addButton(translated(QT_TRANSLATE_NOOP("focal::Dialogs", "&Save")), QMessageBox::AcceptRole);
    QPushButton* discard = box->addButton(translated(QT_TRANSLATE_NOOP("focal::Dialogs", "&Do Not Save")),
                                          QMessageBox::DestructiveRole);
    QPushButton* stay =
        box->addButton(translated(QT_TRANSLATE_NOOP("focal::Dialogs", "&Cancel")), QMessageBox::RejectRole);
    box->setDefaultButton(save);
    box->setEscapeButton(stay);
    QObject::connect(box, &QDialog::finished, parent, [box, save, discard, answered = std::move(answered)] {
        if (box->clickedButton() == save)
            answered(CloseAnswer::Save);
        else
            answered(box->clickedButton() == discard ? CloseAnswer::Discard : CloseAnswer::Stay);
    });
    box->open();
}

void StandardDialogs::askOverwrite(QWidget* parent, const QString& path, std::function<void()> agreed)
{
    auto* box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::NoIcon);
    box->setWindowTitle(translated(QT_TRANSLATE_NOOP("focal::Dialogs", "Focal")));
    box->setText(
        translated(QT_TRANSLATE_NOOP("focal::Dialogs", "Replace \"%1\"?")).arg(QFileInfo(path).fileName()));
    box->setInformativeText(translated(QT_TRANSLATE_NOOP(
        "focal::Dialogs", "There is a file of this name already. What is in it will be lost.")));
    QPushButton* replace =
        box->addButton(translated(QT_TRANSLATE_NOOP("focal::Dialogs", "&Replace")), QMessageBox::AcceptRole);
    QPushButton* stay =
        box->addButton(translated(QT_TRANSLATE_NOOP("focal::Dialogs", "&Cancel")), QMessageBox::RejectRole);
    box->setDefaultButton(stay);
    box->setEscapeButton(stay);
    QObject::connect(box, &QDialog::finished, parent, [box, replace, agreed = std::move(agreed)] {
        if (box->clickedButton() == replace)
            agreed();
    });
    box->open();
}

} // namespace focal
