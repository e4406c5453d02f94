#include "ui/panels/referencestrip.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace focal {

namespace {

constexpr int Width = 132;
constexpr int Thumb = 88;
constexpr int KeyRole = Qt::UserRole;

/// The picture above its name; rows are moved by dragging, and what comes from elsewhere is the strip's.
class ReferenceList : public QListWidget
{
public:
    explicit ReferenceList(QWidget* parent) : QListWidget(parent)
    {
        setIconSize({Thumb, Thumb});
        setDragDropMode(QAbstractItemView::InternalMove);
        setDefaultDropAction(Qt::MoveAction);
        setSelectionMode(QAbstractItemView::SingleSelection);
        setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setFrameShape(QFrame::NoFrame);
        setContextMenuPolicy(Qt::CustomContextMenu);
        setSpacing(2);
    }

protected:
    void initViewItemOption(QStyleOptionViewItem* option) const override
    {
        QListWidget::initViewItemOption(option);
        option->decorationPosition = QStyleOptionViewItem::Top;
        option->decorationAlignment = Qt::AlignCenter;
        option->displayAlignment = Qt::AlignCenter;
    }
    void dragEnterEvent(QDragEnterEvent* event) override
    {
        if (event->source() == this)
            QListWidget::dragEnterEvent(event);
        else
            event->ignore();
    }
    void dragMoveEvent(QDragMoveEvent* event) override
    {
        if (event->source() == this)
            QListWidget::dragMoveEvent(event);
        else
            event->ignore();
    }
};

QString keyText(quint64 key)
{
    return QString::number(key);
}

} // namespace

ReferenceStrip::ReferenceStrip(QWidget* parent) : QFrame(parent)
{
    setRole(this, "panel");
    setAttribute(Qt::WA_StyledBackground);
    setAcceptDrops(true);
    setFixedWidth(Width);
    m_title = new QLabel(this);
    setRole(m_title, "section");
    m_close = new QToolButton(this);
    setRole(m_close, "flat");
    m_close->setIcon(icon(QStringLiteral("close")));
    m_close->setIconSize({grid::SmallIcon, grid::SmallIcon});
    m_hint = new QLabel(this);
    m_hint->setWordWrap(true);
    m_list = new ReferenceList(this);
    m_list->setObjectName(QStringLiteral("referenceList"));
    m_list->installEventFilter(this);
    m_add = new QToolButton(this);
    m_add->setObjectName(QStringLiteral("addReference"));
    m_add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_add->setIcon(icon(QStringLiteral("plus")));
    m_add->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);

    auto* head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 0, 0);
    head->addWidget(m_title, 1);
    head->addWidget(m_close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(grid::Small, grid::Small, grid::Small, grid::Small);
    layout->setSpacing(grid::Small);
    layout->addLayout(head);
    layout->addWidget(m_hint);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_add);

    connect(m_add, &QToolButton::clicked, this, &ReferenceStrip::addRequested);
    connect(m_close, &QToolButton::clicked, this, &ReferenceStrip::closeRequested);
    connect(m_list, &QWidget::customContextMenuRequested, this, &ReferenceStrip::showMenu);
    // Queued: the list has not finished when it says so.
    connect(m_list->model(), &QAbstractItemModel::rowsMoved, this, &ReferenceStrip::takeOrder,
            Qt::QueuedConnection);
    connect(&m_thumbnails, &Thumbnails::made, this, &ReferenceStrip::thumbnailMade);
    retranslate();
}

ReferenceStrip::~ReferenceStrip() = default;

QString ReferenceStrip::nameOf(int index)
{
    return tr("Picture %1").arg(index + 2);
}

bool ReferenceStrip::canTake(const QMimeData& mime)
{
    const QList<QUrl> urls = mime.urls();
    return mime.hasImage() ||
           std::any_of(urls.begin(), urls.end(), [](const QUrl& url) { return url.isLocalFile(); });
}

void ReferenceStrip::setPictures(std::vector<Picture> pictures)
{
    const bool same = std::equal(pictures.begin(), pictures.end(), m_pictures.begin(), m_pictures.end(),
                                 [](const Picture& a, const Picture& b) { return a.sharesPixelsWith(b); });
    if (same)
        return;
    m_thumbnails.clear();
    m_pictures = std::move(pictures);
    m_keys.clear();
    for (std::size_t i = 0; i < m_pictures.size(); ++i)
        m_keys.push_back(++m_lastKey);
    rebuild();
}

bool ReferenceStrip::add(const Picture& picture)
{
    if (isFull() || picture.isNull())
        return false;
    m_pictures.push_back(picture);
    m_keys.push_back(++m_lastKey);
    m_wanted = false;
    rebuild();
    m_list->setCurrentRow(m_list->count() - 1);
    Q_EMIT
    picturesChanged();
    return true;
}

void ReferenceStrip::remove(int index)
{
    if (index < 0 || index >= int(m_pictures.size()))
        return;
    m_pictures.erase(m_pictures.begin() + index);
    m_keys.erase(m_keys.begin() + index);
    rebuild();
    m_list->setCurrentRow(std::min(index, m_list->count() - 1));
    Q_EMIT
    picturesChanged();
}

void ReferenceStrip::move(int from, int to)
{
    const int count = int(m_pictures.size());
    if (from < 0 || from >= count || to < 0 || to >= count || from == to)
        return;
    const auto rotate = [from, to](auto& list) {
        const auto at = list.begin();
        if (from < to)
            std::rotate(at + from, at + from + 1, at + to + 1);
        else
            std::rotate(at + to, at + from, at + from + 1);
    };
    rotate(m_pictures);
    rotate(m_keys);
    rebuild();
    m_list->setCurrentRow(to);
    Q_EMIT
    picturesChanged();
}

void ReferenceStrip::takeOrder()
{
    std::vector<Picture> pictures;
    std::vector<quint64> keys;
    for (int row = 0; row < m_list->count(); ++row) {
        const quint64 key = m_list->item(row)->data(KeyRole).toULongLong();
        const auto found = std::find(m_keys.begin(), m_keys.end(), key);
        if (found == m_keys.end())
            return; // The list shows others by now.
        keys.push_back(key);
        pictures.push_back(m_pictures[std::size_t(found - m_keys.begin())]);
    }
    if (keys.size() != m_keys.size() || keys == m_keys)
        return;
    m_pictures = std::move(pictures);
    m_keys = std::move(keys);
    const int current = m_list->currentRow();
    rebuild();
    m_list->setCurrentRow(current);
    Q_EMIT
    picturesChanged();
}

void ReferenceStrip::setWanted(bool wanted)
{
    m_wanted = wanted;
    updateHint();
}

void ReferenceStrip::setReading(bool reading)
{
    m_reading = reading;
    updateHint();
}

bool ReferenceStrip::hasKeyboard() const
{
    return m_list->hasFocus() || m_add->hasFocus() || m_close->hasFocus();
}

void ReferenceStrip::rebuild()
{
    m_list->clear();
    for (std::size_t i = 0; i < m_pictures.size(); ++i) {
        auto* item = new QListWidgetItem(nameOf(int(i)), m_list);
        item->setData(KeyRole, m_keys[i]);
        item->setSizeHint({Width - 2 * grid::Large, Thumb + 28});
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled);
        const QString size = QStringLiteral("%1 × %2").arg(m_pictures[i].width()).arg(m_pictures[i].height());
        item->setToolTip(tr("%1, %2\nDrag it, or press Alt with an arrow key, to change the order; Delete "
                            "takes it away")
                             .arg(nameOf(int(i)), size));
        const QString key = keyText(m_keys[i]);
        m_thumbnails.request(key, m_pictures[i]);
        thumbnailMade(key);
    }
    updateHint();
}

void ReferenceStrip::thumbnailMade(const QString& key)
{
    const QImage image = m_thumbnails.image(key);
    if (image.isNull())
        return;
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem* item = m_list->item(row);
        if (keyText(item->data(KeyRole).toULongLong()) != key)
            continue;
        const qreal ratio = devicePixelRatioF();
        QPixmap pixmap = QPixmap::fromImage(
            image.scaled(QSize(Thumb, Thumb) * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation));
        pixmap.setDevicePixelRatio(ratio);
        QIcon icon(pixmap);
        icon.addPixmap(pixmap, QIcon::Selected); // No tint: it is a picture.
        item->setIcon(icon);
    }
}

void ReferenceStrip::updateHint()
{
    if (m_reading)
        m_hint->setText(tr("Reading the picture…"));
    else if (m_wanted)
        m_hint->setText(tr("Add the picture that you mean: drop it here, paste it, or choose a file."));
    else
        m_hint->setText(
            tr("Drop a logo or another picture here, then say “place picture 2 at the top right”."));
    setRole(m_hint, m_wanted ? "" : "dim");
    restyle(m_hint);
    m_hint->setVisible(m_reading || m_wanted || m_pictures.empty());
    m_add->setEnabled(!isFull());
    m_close->setVisible(m_pictures.empty()); // What counts for the next sentence is seen.
    setProperty("wanted", m_wanted || m_draggedOver);
    restyle(this);
}

void ReferenceStrip::retranslate()
{
    m_title->setText(tr("References"));
    m_add->setText(tr("Add…"));
    m_add->setToolTip(tr("Add a reference picture from a file"));
    m_add->setAccessibleName(m_add->toolTip());
    m_close->setToolTip(tr("Hide the reference pictures"));
    m_close->setAccessibleName(m_close->toolTip());
    m_list->setAccessibleName(tr("Reference pictures"));
    setAccessibleName(tr("Reference pictures"));
    rebuild();
}

void ReferenceStrip::showMenu(QPoint where)
{
    const int row = m_list->row(m_list->itemAt(where));
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (row >= 0) {
        menu->addAction(icon(QStringLiteral("chevron-up")), tr("Move &Up"), this,
                        [this, row] { move(row, row - 1); })
            ->setEnabled(row > 0);
        menu->addAction(icon(QStringLiteral("chevron-down")), tr("Move &Down"), this,
                        [this, row] { move(row, row + 1); })
            ->setEnabled(row + 1 < m_list->count());
        menu->addAction(icon(QStringLiteral("trash")), tr("&Remove"), this, [this, row] { remove(row); });
        menu->addSeparator();
    }
    menu->addAction(icon(QStringLiteral("plus")), tr("&Add…"), this, &ReferenceStrip::addRequested)
        ->setEnabled(!isFull());
    menu->addAction(icon(QStringLiteral("paste")), tr("&Paste"), this, &ReferenceStrip::pasteRequested)
        ->setEnabled(!isFull());
    menu->popup(m_list->viewport()->mapToGlobal(where));
}

bool ReferenceStrip::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_list || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const int row = m_list->currentRow();
    const bool alt = key->modifiers().testFlag(Qt::AltModifier);
    if (key->key() == Qt::Key_Delete || key->key() == Qt::Key_Backspace)
        remove(row);
    else if (alt && key->key() == Qt::Key_Up)
        move(row, row - 1);
    else if (alt && key->key() == Qt::Key_Down)
        move(row, row + 1);
    else
        return QFrame::eventFilter(watched, event);
    return true;
}

void ReferenceStrip::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

void ReferenceStrip::setDraggedOver(bool over)
{
    m_draggedOver = over;
    updateHint();
}

void ReferenceStrip::dragEnterEvent(QDragEnterEvent* event)
{
    if (!canTake(*event->mimeData()) || isFull())
        return;
    event->acceptProposedAction();
    setDraggedOver(true);
}

void ReferenceStrip::dragLeaveEvent(QDragLeaveEvent* event)
{
    QFrame::dragLeaveEvent(event);
    setDraggedOver(false);
    Q_EMIT
    dragEnded();
}

void ReferenceStrip::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    setDraggedOver(false);
    QStringList paths;
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            paths << url.toLocalFile();
    }
    if (!paths.isEmpty())
        Q_EMIT
    filesDropped(paths);
    else if (event->mimeData()->hasImage()) Q_EMIT
    imageDropped(qvariant_cast<QImage>(event->mimeData()->imageData()));
    Q_EMIT
    dragEnded();
}

} // namespace focal
