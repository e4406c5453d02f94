#include "ui/panels/turncard_p.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>
#include <limits>

namespace focal {

using namespace turncard;

TurnCard::TurnCard(const RowKey& key, QWidget* parent) : QWidget(parent), m_key(key)
{
    setFocusPolicy(Qt::ClickFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(std::holds_alternative<TurnId>(key) ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

TurnCard::~TurnCard() = default;

void TurnCard::setContent(const CardContent& content)
{
    m_content = content;
    rebuildButtons();
    updateRemoveButton();
    updateVersionButtons();
    updateAccessible();
    setToolTip(m_content.tip);
    placeChildren();
    update();
}

void TurnCard::setProgress(double fraction, const QString& foot)
{
    m_content.progress = fraction;
    m_content.foot = foot;
    m_content.state = CardContent::State::Running;
    updateAccessible();
    update();
}

void TurnCard::setThumbnail(const QImage& image)
{
    m_thumbnail = image;
    update();
}

void TurnCard::setInTabChain(bool in)
{
    setFocusPolicy(in ? Qt::StrongFocus : Qt::ClickFocus);
}

void TurnCard::updateAccessible()
{
    setAccessibleName(m_content.title.isEmpty() ? m_content.body : m_content.title);
    QStringList facts;
    for (const QString& part : {m_content.body, m_content.foot, m_content.branch}) {
        if (!part.isEmpty())
            facts << part;
    }
    if (m_content.current)
        facts << tr("This is the picture that you see");
    setAccessibleDescription(facts.join(QStringLiteral(". ")));
}

TurnCard::Places TurnCard::places(int width) const
{
    Places at;
    at.cardLeft = grid::Small + std::min(m_content.depth, MostDepth) * Indent;
    const int right = width - grid::Small;
    const int textLeft = at.cardLeft + grid::Small + (m_content.hasThumbnail ? Thumb + grid::Small + 2 : 0);
    const int textWidth = right - grid::Small - textLeft;
    const bool answer = std::holds_alternative<AnswerId>(m_key);
    m_branch.set(m_content.branch, smallFont(font()), right - at.cardLeft - StateIcon - grid::Unit, 1);
    m_title.set(m_content.title, titleFont(font(), m_content.current),
                textWidth - (m_content.removeTip.isEmpty() ? 0 : SmallButton), 3);
    m_body.set(m_content.body, smallFont(font()), textWidth, answer ? 0 : 3);
    const bool versions = m_content.versions > 1;
    m_foot.set(m_content.foot, smallFont(font()),
               textWidth - StateIcon - grid::Unit - (versions ? 2 * SmallButton + 36 : 0), 1);

    int y = grid::Unit / 2;
    at.branchTop = y;
    if (!m_branch.isEmpty())
        y += m_branch.height() + grid::Unit;
    const int top = y;
    y += grid::Small;
    at.thumbnail = QRect(at.cardLeft + grid::Small, y, Thumb, Thumb);
    at.title = {textLeft, y - 1};
    y = at.title.y() + m_title.height();
    if (!m_body.isEmpty()) {
        at.body = {textLeft, y + 1};
        y = at.body.y() + m_body.height();
    }
    if (m_buttonArea) {
        const int height = m_buttons->heightForWidth(textWidth);
        at.buttons = QRect(textLeft, y + grid::Unit + 2, textWidth, height);
        y = at.buttons.bottom() + grid::Unit;
    }
    at.foot = {textLeft, y + 2};
    y = at.foot.y() + std::max(m_foot.height(), StateIcon + 2);
    if (m_content.state == CardContent::State::Running) {
        at.progress = QRect(textLeft, y + grid::Unit, textWidth, grid::Unit);
        y = at.progress.bottom() + 1;
    }
    if (m_content.hasThumbnail)
        y = std::max(y, at.thumbnail.bottom() + 1);
    y += grid::Small;
    at.card = QRect(QPoint(at.cardLeft, top), QPoint(right - 1, y - 1));
    at.height = y + grid::Unit / 2;
    return at;
}

int TurnCard::heightForWidth(int width) const
{
    return places(width).height;
}

void TurnCard::rebuildButtons()
{
    delete m_buttonArea;
    m_buttonArea = nullptr;
    m_buttons = nullptr;
    if (m_content.buttons.empty())
        return;
    m_buttonArea = new QWidget(this);
    m_buttonArea->setCursor(Qt::ArrowCursor);
    m_buttons = new FlowLayout(m_buttonArea, grid::Unit + 2);
    for (const CardContent::Button& wanted : m_content.buttons) {
        auto* button = new QPushButton(wanted.text, m_buttonArea);
        button->setStyleSheet(
            QStringLiteral("QPushButton { padding: 2px 6px; min-height: 18px; font-size: %1px; }")
                .arg(text::Small));
        button->setToolTip(wanted.tip);
        button->setAccessibleDescription(wanted.tip);
        button->setAutoDefault(false);
        if (!wanted.iconName.isEmpty())
            button->setIcon(icon(wanted.iconName));
        button->setIconSize({StateIcon, StateIcon});
        if (wanted.candidate >= 0) {
            button->setProperty("candidate", wanted.candidate);
            button->installEventFilter(this);
        }
        // Queued: what follows may rebuild this card, and its buttons with it.
        connect(
            button, &QPushButton::clicked, this,
            [this, code = wanted.code] {
                Q_EMIT
                buttonClicked(code);
            },
            Qt::QueuedConnection);
        m_buttons->addWidget(button);
    }
    m_buttonArea->show();
}

void TurnCard::setCandidateImage(int candidate, const QImage& image)
{
    if (!m_buttonArea || image.isNull())
        return;
    for (QPushButton* button : m_buttonArea->findChildren<QPushButton*>()) {
        if (button->property("candidate").isNull() || button->property("candidate").toInt() != candidate)
            continue;
        const int side = std::min(image.width(), image.height());
        const QImage square = image.copy((image.width() - side) / 2, (image.height() - side) / 2, side, side);
        button->setIcon(QPixmap::fromImage(square));
        button->setIconSize({CandidateIcon, CandidateIcon});
    }
    m_buttons->invalidate();
    updateGeometry();
}

QToolButton* TurnCard::makeSmallButton(const QString& iconName)
{
    auto* button = new QToolButton(this);
    setRole(button, "flat");
    button->setIcon(icon(iconName));
    button->setIconSize({StateIcon, StateIcon});
    button->setStyleSheet(QStringLiteral("QToolButton { padding: 1px; min-height: 14px; }"));
    button->setFocusPolicy(Qt::NoFocus); // keys do the same with the card in focus
    button->setCursor(Qt::ArrowCursor);
    button->show();
    return button;
}

void TurnCard::updateRemoveButton()
{
    if (m_content.removeTip.isEmpty()) {
        delete m_remove;
        m_remove = nullptr;
        return;
    }
    if (!m_remove) {
        m_remove = makeSmallButton(QStringLiteral("close"));
        connect(m_remove, &QToolButton::clicked, this, &TurnCard::removeRequested, Qt::QueuedConnection);
    }
    const bool running = m_content.state == CardContent::State::Running;
    m_remove->setIcon(icon(running ? QStringLiteral("stop") : QStringLiteral("close")));
    m_remove->setToolTip(m_content.removeTip);
    m_remove->setAccessibleName(m_content.removeTip);
}

void TurnCard::updateVersionButtons()
{
    if (m_content.versions < 2) {
        delete m_older;
        delete m_newer;
        m_older = m_newer = nullptr;
        return;
    }
    if (!m_older) {
        const auto make = [this](const QString& iconName, int by) {
            QToolButton* button = makeSmallButton(iconName);
            connect(
                button, &QToolButton::clicked, this,
                [this, by] {
                    Q_EMIT
                    versionRequested(by);
                },
                Qt::QueuedConnection);
            return button;
        };
        m_older = make(QStringLiteral("chevron-left"), -1);
        m_newer = make(QStringLiteral("chevron-right"), +1);
    }
    m_older->setEnabled(m_content.version > 1);
    m_newer->setEnabled(m_content.version < m_content.versions);
    m_older->setToolTip(tr("The values before (Left)"));
    m_newer->setToolTip(tr("The values after (Right)"));
    m_older->setAccessibleName(tr("Version before"));
    m_newer->setAccessibleName(tr("Version after"));
}

void TurnCard::placeChildren()
{
    const Places at = places(width());
    if (m_buttonArea)
        m_buttonArea->setGeometry(at.buttons);
    if (m_remove)
        m_remove->setGeometry(at.card.right() - SmallButton - grid::Unit, at.card.top() + grid::Unit + 2,
                              SmallButton, SmallButton);
    if (m_older) {
        const int y = at.foot.y() + (m_foot.height() - SmallButton) / 2;
        const int right = at.card.right() - grid::Unit;
        m_newer->setGeometry(right - SmallButton, y, SmallButton, SmallButton);
        m_older->setGeometry(right - 2 * SmallButton - 32, y, SmallButton, SmallButton);
    }
}

bool TurnCard::event(QEvent* event)
{
    if (event->type() == QEvent::HoverEnter || event->type() == QEvent::HoverLeave) {
        m_hovered = event->type() == QEvent::HoverEnter;
        update();
    }
    return QWidget::event(event);
}

bool TurnCard::eventFilter(QObject* watched, QEvent* event)
{
    const QVariant candidate = watched->property("candidate");
    if (candidate.isValid()) {
        if (event->type() == QEvent::Enter || event->type() == QEvent::FocusIn)
            Q_EMIT
        candidateHovered(candidate.toInt());
        else if (event->type() == QEvent::Leave || event->type() == QEvent::FocusOut) Q_EMIT
        candidateHovered(-1);
    }
    return QWidget::eventFilter(watched, event);
}

void TurnCard::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeChildren();
}

void TurnCard::mousePressEvent(QMouseEvent* event)
{
    m_pressed = event->button() == Qt::LeftButton;
}

void TurnCard::mouseReleaseEvent(QMouseEvent* event)
{
    if (std::exchange(m_pressed, false) && rect().contains(event->pos()))
        Q_EMIT
    activated();
}

void TurnCard::keyPressEvent(QKeyEvent* event)
{
    constexpr int Far = std::numeric_limits<int>::max() / 2;
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        Q_EMIT
        activated();
        return;
    case Qt::Key_Up:
        Q_EMIT
        stepRequested(-1);
        return;
    case Qt::Key_Down:
        Q_EMIT
        stepRequested(+1);
        return;
    case Qt::Key_Home:
        Q_EMIT
        stepRequested(-Far);
        return;
    case Qt::Key_End:
        Q_EMIT
        stepRequested(+Far);
        return;
    case Qt::Key_Left:
    case Qt::Key_Right:
        Q_EMIT
        versionRequested(event->key() == Qt::Key_Left ? -1 : +1);
        return;
    case Qt::Key_Delete:
        Q_EMIT
        removeRequested();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void TurnCard::contextMenuEvent(QContextMenuEvent* event)
{
    const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
    Q_EMIT
    menuRequested(keyboard ? mapToGlobal(QPoint(width() / 2, grid::Large)) : event->globalPos());
}

void TurnCard::focusInEvent(QFocusEvent*)
{
    update();
    Q_EMIT
    focused();
}

void TurnCard::focusOutEvent(QFocusEvent*)
{
    update();
}

void TurnCard::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange)
        update();
    QWidget::changeEvent(event);
}

} // namespace focal
