#include "ui/dialogs/preferencesdialog.h"

#include "ui/settings/settings.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

namespace focal {

namespace {

QComboBox* makeChoice(Settings& settings, SettingKey key, QWidget* parent)
{
    auto* box = new QComboBox(parent);
    for (const QString& choice : Settings::info(key).choices)
        box->addItem(QString(), choice);
    box->setCurrentIndex(box->findData(settings.text(key)));
    QObject::connect(box, &QComboBox::activated, box,
                     [&settings, key, box](int index) { settings.setValue(key, box->itemData(index)); });
    return box;
}

QSpinBox* makeNumber(Settings& settings, SettingKey key, QWidget* parent)
{
    auto* box = new QSpinBox(parent);
    const SettingInfo& info = Settings::info(key);
    box->setRange(int(info.minimum.value_or(0)), int(info.maximum.value_or(INT_MAX)));
    box->setValue(settings.number(key));
    box->setKeyboardTracking(false);
    QObject::connect(box, &QSpinBox::valueChanged, box,
                     [&settings, key](int value) { settings.setValue(key, value); });
    return box;
}

} // namespace

PreferencesDialog::PreferencesDialog(Settings& settings, QWidget* parent)
    : QDialog(parent), m_settings(settings)
{
    m_language = makeChoice(settings, SettingKey::Language, this);
    m_theme = makeChoice(settings, SettingKey::Theme, this);
    m_threads = makeNumber(settings, SettingKey::Threads, this);
    m_largest = makeNumber(settings, SettingKey::LargestPicture, this);

    auto* form = new QFormLayout;
    form->setHorizontalSpacing(grid::Large);
    form->setVerticalSpacing(grid::Medium);
    form->setLabelAlignment(Qt::AlignLeft);
    const auto row = [&](QLabel*& label, QWidget* field) {
        label = new QLabel(this);
        label->setBuddy(field);
        form->addRow(label, field);
    };
    const auto rowWithNote = [&](QLabel*& label, QWidget* field, QLabel*& note) {
        label = new QLabel(this);
        label->setBuddy(field);
        note = new QLabel(this);
        setRole(note, "dim");
        note->setWordWrap(true);
        auto* both = new QVBoxLayout;
        both->setSpacing(grid::Unit);
        both->addWidget(field);
        both->addWidget(note);
        form->addRow(label, both);
    };
    row(m_languageLabel, m_language);
    row(m_themeLabel, m_theme);
    rowWithNote(m_threadsLabel, m_threads, m_threadsNote);
    rowWithNote(m_largestLabel, m_largest, m_largestNote);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(grid::Large, grid::Large, grid::Large, grid::Large);
    layout->setSpacing(grid::Large);
    layout->addLayout(form);
    layout->addStretch();
    layout->addWidget(buttons);
    setMinimumWidth(420);
    retranslate();
}

void PreferencesDialog::retranslate()
{
    setWindowTitle(tr("Preferences"));
    m_languageLabel->setText(tr("&Language"));
    m_themeLabel->setText(tr("&Theme"));
    m_threadsLabel->setText(tr("Th&reads"));
    m_largestLabel->setText(tr("Lar&gest picture"));
    m_threads->setSpecialValueText(tr("As many as there are"));
    m_threadsNote->setText(tr("How many threads an edit uses at a time."));
    m_largest->setSuffix(tr(" megapixels"));
    m_largestNote->setText(
        tr("Larger pictures are not opened; they would need more memory than there may be."));
    // A language is named in itself.
    const QStringList languages = {tr("As the system"), QStringLiteral("English"),
                                   QStringLiteral("简体中文")};
    const QStringList themes = {tr("Dark"), tr("Light"), tr("As the system")};
    for (int i = 0; i < languages.size(); ++i)
        m_language->setItemText(i, languages[i]);
    for (int i = 0; i < themes.size(); ++i)
        m_theme->setItemText(i, themes[i]);
}

void PreferencesDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

} // namespace focal
