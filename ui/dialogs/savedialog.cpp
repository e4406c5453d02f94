#include "ui/dialogs/savedialog.h"

#include "ui/settings/settings.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>

namespace focal {

namespace {

constexpr PictureFormat Formats[] = {PictureFormat::Png, PictureFormat::Jpeg, PictureFormat::WebP,
                                     PictureFormat::Tiff};

QString filterOf(PictureFormat format)
{
    QStringList patterns;
    for (const QString& suffix : formatSuffixes(format))
        patterns.append(QStringLiteral("*.") + suffix);
    return QStringLiteral("%1 (%2)").arg(formatName(format), patterns.join(u' '));
}

} // namespace

SaveDialog::SaveDialog(QWidget* parent, const QString& suggestion, Settings& settings)
    : QFileDialog(parent), m_settings(settings)
{
    // The quality row needs Qt's own dialog; asking about overwriting is the window's, without a nested event
    // loop.
    setOption(QFileDialog::DontUseNativeDialog);
    setOption(QFileDialog::DontConfirmOverwrite);
    setOption(QFileDialog::DontUseCustomDirectoryIcons);
    setAcceptMode(QFileDialog::AcceptSave);
    setFileMode(QFileDialog::AnyFile);
    setWindowTitle(tr("Save Picture"));
    QStringList filters;
    for (const PictureFormat format : Formats)
        filters.append(filterOf(format));
    setNameFilters(filters);
    selectNameFilter(filterOf(formatFromName(suggestion).value_or(PictureFormat::Png)));
    setDirectory(QFileInfo(suggestion).absolutePath());
    selectFile(QFileInfo(suggestion).fileName());

    makeQualityRow();
    showQuality();
    connect(this, &QFileDialog::filterSelected, this, [this] {
        const QStringList names = selectedFiles();
        if (!names.isEmpty()) {
            const QFileInfo file(names.first());
            selectFile(file.completeBaseName() + u'.' + formatSuffixes(format()).first());
        }
        showQuality();
    });
    connect(this, &QDialog::accepted, this, &SaveDialog::remember);
}

void SaveDialog::makeQualityRow()
{
    m_row = new QWidget(this);
    auto* layout = new QHBoxLayout(m_row);
    layout->setContentsMargins(0, grid::Unit, 0, grid::Unit);
    layout->setSpacing(grid::Small);
    m_lossless = new QCheckBox(tr("Lossless"), m_row);
    m_lossless->setToolTip(tr("Keeps every pixel as it is; the file is larger"));
    m_label = new QLabel(tr("Quality"), m_row);
    m_slider = new QSlider(Qt::Horizontal, m_row);
    m_slider->setRange(1, 100);
    m_slider->setAccessibleName(tr("Quality"));
    m_value = new QSpinBox(m_row);
    m_value->setRange(1, 100);
    m_value->setAccessibleName(tr("Quality"));
    m_note = new QLabel(m_row);
    setRole(m_note, "dim");
    layout->addWidget(m_lossless);
    layout->addWidget(m_label);
    layout->addWidget(m_slider, 1);
    layout->addWidget(m_value);
    layout->addWidget(m_note);
    connect(m_slider, &QSlider::valueChanged, m_value, &QSpinBox::setValue);
    connect(m_value, &QSpinBox::valueChanged, m_slider, &QSlider::setValue);
    connect(m_lossless, &QCheckBox::toggled, this, &SaveDialog::showQuality);
    m_lossless->setChecked(m_settings.flag(SettingKey::WebpLossless));
    if (auto* form = qobject_cast<QGridLayout*>(QFileDialog::layout()))
        form->addWidget(m_row, form->rowCount(), 0, 1, -1);
}

void SaveDialog::showQuality()
{
    const bool jpeg = format() == PictureFormat::Jpeg;
    const bool webp = format() == PictureFormat::WebP;
    const bool lossy = jpeg || (webp && !m_lossless->isChecked());
    m_lossless->setVisible(webp);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_label), static_cast<QWidget*>(m_slider), static_cast<QWidget*>(m_value)})
        widget->setVisible(lossy);
    m_slider->setValue(m_settings.number(jpeg ? SettingKey::JpegQuality : SettingKey::WebpQuality));
    m_note->setVisible(!lossy);
    m_note->setText(tr("Keeps every pixel as it is"));
}

PictureFormat SaveDialog::format() const
{
    const QStringList filters = nameFilters();
    const auto at = filters.indexOf(selectedNameFilter());
    return at < 0 ? PictureFormat::Png : Formats[at];
}

SaveOptions SaveDialog::options() const
{
    SaveOptions options;
    options.format = format();
    if (format() == PictureFormat::Jpeg)
        options.jpegQuality = m_slider->value();
    if (format() == PictureFormat::WebP && !m_lossless->isChecked())
        options.webpQuality = m_slider->value();
    return options;
}

QString SaveDialog::path() const
{
    const QStringList names = selectedFiles();
    if (names.isEmpty())
        return {};
    const QString& path = names.first();
    return formatFromName(path) == format() ? path : path + u'.' + formatSuffixes(format()).first();
}

void SaveDialog::remember()
{
    if (format() == PictureFormat::Jpeg)
        m_settings.setValue(SettingKey::JpegQuality, m_slider->value());
    if (format() == PictureFormat::WebP) {
        m_settings.setValue(SettingKey::WebpLossless, m_lossless->isChecked());
        if (!m_lossless->isChecked())
            m_settings.setValue(SettingKey::WebpQuality, m_slider->value());
    }
    const QString suffix = formatSuffixes(format()).first();
    if (Settings::info(SettingKey::SaveSuffix).choices.contains(suffix))
        m_settings.setValue(SettingKey::SaveSuffix, suffix);
}

} // namespace focal
