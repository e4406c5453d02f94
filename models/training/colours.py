"""Colours and their names in both languages; which colour a cut-out has; giving a cut-out another one."""
import cv2
import numpy as np

BASIC = {
    "red": ("红色;红|赤", (200, 30, 35)), "orange": ("橙色;橘色|橘红色", (240, 125, 25)), "yellow": ("黄色;黄", (238, 208, 40)),
    "green": ("绿色;绿", (40, 145, 55)), "blue": ("蓝色;蓝", (35, 75, 200)), "purple": ("紫色;紫", (125, 50, 165)),
    "pink": ("粉色;粉红色|粉", (245, 135, 180)), "brown": ("棕色;褐色|咖啡色", (115, 72, 40)), "black": ("黑色;黑", (24, 24, 26)),
    "white": ("白色;白", (242, 242, 240)), "gray": ("灰色;灰", (128, 128, 128)),
}
# A finer colour is also found by the basic one it is a kind of.
FINER = {
    "dark red": ("深红色", (125, 15, 20), "red"), "crimson": ("绯红色", (210, 20, 60), "red"), "wine red": ("酒红色", (105, 20, 45), "red"),
    "coral": ("珊瑚色", (250, 125, 95), "orange"), "gold": ("金色", (212, 168, 50), "yellow"), "lemon yellow": ("柠檬黄", (250, 240, 70), "yellow"),
    "cream": ("奶油色", (250, 240, 208), "white"), "beige": ("米色", (225, 210, 180), "brown"), "khaki": ("卡其色", (180, 165, 115), "brown"),
    "olive": ("橄榄绿", (115, 120, 40), "green"), "lime": ("青柠色", (160, 220, 40), "green"), "light green": ("浅绿色", (150, 220, 145), "green"),
    "dark green": ("深绿色", (15, 75, 35), "green"), "mint": ("薄荷绿", (165, 230, 200), "green"), "emerald": ("翠绿色", (10, 160, 105), "green"),
    "teal": ("蓝绿色", (10, 125, 125), "blue"), "turquoise": ("绿松石色", (60, 210, 200), "blue"), "cyan": ("青色", (30, 200, 225), "blue"),
    "sky blue": ("天蓝色", (125, 195, 240), "blue"), "light blue": ("浅蓝色", (165, 205, 240), "blue"), "navy": ("藏青色", (18, 30, 85), "blue"),
    "dark blue": ("深蓝色", (20, 35, 125), "blue"), "royal blue": ("宝蓝色", (55, 90, 220), "blue"), "indigo": ("靛蓝色", (65, 35, 140), "purple"),
    "violet": ("紫罗兰色", (145, 90, 220), "purple"), "lavender": ("薰衣草色", (195, 180, 235), "purple"), "magenta": ("品红色", (215, 30, 150), "pink"),
    "rose": ("玫红色", (230, 50, 110), "pink"), "light pink": ("浅粉色", (252, 200, 215), "pink"), "chocolate": ("巧克力色", (75, 42, 25), "brown"),
    "tan": ("棕褐色", (195, 150, 105), "brown"), "silver": ("银色", (190, 193, 198), "gray"), "dark gray": ("深灰色", (70, 70, 72), "gray"),
    "light gray": ("浅灰色", (205, 205, 206), "gray"),
}
NAMES = list(BASIC) + list(FINER)


def rgb(name):
    return BASIC[name][1] if name in BASIC else FINER[name][1]


def chinese(name):
    return (BASIC[name][0] if name in BASIC else FINER[name][0]).replace("|", ";").split(";")


def basic(name):
    return name if name in BASIC else FINER[name][2]


def _classes(bgr):
    """Basic colour of each pixel [n, 3], as an index into BASIC."""
    hsv = cv2.cvtColor(bgr[None], cv2.COLOR_BGR2HSV)[0].astype(int)
    h, s, v = hsv.T
    order = list(BASIC)
    out = np.full(len(h), order.index("red"))
    for low, high, name in ((6, 20, "orange"), (20, 34, "yellow"), (34, 85, "green"), (85, 129, "blue"), (129, 150, "purple"), (150, 170, "pink")):
        out[(h >= low) & (h < high)] = order.index(name)
    out[(out == order.index("orange")) & ((v < 165) | (s < 110))] = order.index("brown")
    out[((h < 6) | (h >= 165)) & (v > 190) & (s < 130)] = order.index("pink")
    out[(s < 38) & (v >= 75)] = order.index("gray")
    out[(s < 34) & (v > 205)] = order.index("white")
    out[(v < 52) | ((v < 75) & (s < 60))] = order.index("black")
    return out


def name_of(image):
    """The basic colour that most of a cut-out has, or None where it has several. @param image BGRA"""
    solid = image[..., 3] > 200
    if solid.sum() < 50:
        return None
    share = np.bincount(_classes(image[..., :3][solid]), minlength=len(BASIC)) / solid.sum()
    best = int(share.argmax())
    return list(BASIC)[best] if share[best] > 0.62 else None


def recoloured(image, name, rng):
    """The cut-out in another colour, its shading kept. @param image BGRA"""
    lab = cv2.cvtColor(image[..., :3], cv2.COLOR_BGR2LAB).astype(np.float32)
    target = cv2.cvtColor(np.uint8([[rgb(name)[::-1]]]), cv2.COLOR_BGR2LAB)[0, 0].astype(np.float32)
    solid = image[..., 3] > 40
    mean = lab[solid].mean(axis=0)
    light = lab[..., 0]
    keep = rng.uniform(0.5, 0.9)
    lab[..., 0] = np.clip((light - mean[0]) * keep + target[0] * 0.85 + mean[0] * 0.15, 0, 255)
    for c in (1, 2):
        lab[..., c] = (lab[..., c] - mean[c]) * 0.2 + target[c] + rng.uniform(-4, 4)
    out = image.copy()
    out[..., :3] = cv2.cvtColor(np.clip(lab, 0, 255).astype(np.uint8), cv2.COLOR_LAB2BGR)
    return out
