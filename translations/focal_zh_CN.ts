<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>HeaderTexts</name>
    <message>
        <source>It claims %1 %2; only %3 bytes follow.</source>
        <translation>它声称有 %1 %2，但其后只有 %3 字节。</translation>
    </message>
</context>
<context>
    <name>focal</name>
    <message>
        <source>There is no model “%1”.</source>
        <translation>没有模型“%1”。</translation>
    </message>
    <message>
        <source>Known are: %1.</source>
        <translation>已知的有：%1。</translation>
    </message>
    <message>
        <source>Name one of these, or a folder that holds one.</source>
        <translation>请用其中之一，或含有模型的文件夹。</translation>
    </message>
    <message>
        <source>The folder %1 holds no model.</source>
        <translation>文件夹 %1 里没有模型。</translation>
    </message>
    <message>
        <source>grounding.safetensors and tokenizer.model are not both in it.</source>
        <translation>其中没有同时含有 grounding.safetensors 和 tokenizer.model。</translation>
    </message>
</context>
<context>
    <name>focal::AboutDialog</name>
    <message>
        <source>About Focal</source>
        <translation>关于聚焦</translation>
    </message>
    <message>
        <source>Focal</source>
        <translation>聚焦 Focal</translation>
    </message>
    <message>
        <source>Say what should change in a picture, and see where it looked.</source>
        <translation>说出图片要改什么，看到它关注了哪里。</translation>
    </message>
    <message>
        <source>Weights %1…</source>
        <translation>权重 %1…</translation>
    </message>
    <message>
        <source>Focal is free software under the Apache License 2.0. It uses Qt (LGPL 3, linked dynamically), LibTorch (BSD), OpenCV (Apache 2.0), DINOv2 weights (Apache 2.0), sentencepiece (Apache 2.0), Little CMS (MIT), libexif (LGPL 2.1), libpng, libjpeg-turbo, libtiff, libwebp and SQLite. THIRD_PARTY.md has them all, with their licences. The sample photo comes from OpenCV (Apache 2.0).</source>
        <translation>聚焦是自由软件，采用 Apache 2.0 许可证。它使用了 Qt（LGPL 3，动态链接）、LibTorch（BSD）、OpenCV（Apache 2.0）、DINOv2 权重（Apache 2.0）、sentencepiece（Apache 2.0）、Little CMS（MIT）、libexif（LGPL 2.1）、libpng、libjpeg-turbo、libtiff、libwebp 和 SQLite。完整清单与各自的许可证见 THIRD_PARTY.md。示例照片来自 OpenCV（Apache 2.0）。</translation>
    </message>
    <message>
        <source>Copy Versions</source>
        <translation>复制版本信息</translation>
    </message>
</context>
<context>
    <name>focal::AdjustPanel</name>
    <message>
        <source>Adjust</source>
        <translation>调整</translation>
    </message>
    <message>
        <source>After an edit, its colour, strength and edge can be changed here without saying it again.</source>
        <translation>编辑之后，可以在这里直接改颜色、强度和边缘，不用再说一遍。</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Choose another colour</source>
        <translation>换一种颜色</translation>
    </message>
    <message>
        <source>Grow or shrink</source>
        <translation>扩大或缩小</translation>
    </message>
    <message>
        <source>Moves the edge of the region outwards or inwards, in the picture&apos;s pixels</source>
        <translation>把区域边缘向外或向内移动，单位是图片像素</translation>
    </message>
    <message>
        <source>Soft edge</source>
        <translation>羽化</translation>
    </message>
    <message>
        <source>How many of the picture&apos;s pixels the edit takes to fade out</source>
        <translation>改动渐隐所跨的图片像素数</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>复位</translation>
    </message>
    <message>
        <source>Back to the values that the model chose</source>
        <translation>恢复模型选的数值</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
</context>
<context>
    <name>focal::CandidateMark</name>
    <message>
        <source>Candidate %1 of %2</source>
        <translation>候选 %1，共 %2 个</translation>
    </message>
    <message>
        <source>This one (%1 % sure)</source>
        <translation>选这个（%1 % 把握）</translation>
    </message>
    <message>
        <source>This one: %1 (%2 % sure)</source>
        <translation>这一个：%1（%2 % 把握）</translation>
    </message>
</context>
<context>
    <name>focal::CanvasView</name>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>修改前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>修改后</translation>
    </message>
    <message>
        <source>No picture is open</source>
        <translation>没有打开图片</translation>
    </message>
    <message>
        <source>%1 × %2 pixels, shown at %3 %</source>
        <translation>%1 × %2 像素，显示比例 %3 %</translation>
    </message>
</context>
<context>
    <name>focal::Cli</name>
    <message>
        <source>The report %1 cannot be written.</source>
        <translation>无法写入报告 %1。</translation>
    </message>
</context>
<context>
    <name>focal::CodecError</name>
    <message>
        <source>%1 is cut off.</source>
        <translation>%1 不完整。</translation>
    </message>
    <message>
        <source>The %1 data end before the picture is complete.</source>
        <translation>%1 数据在图片结束之前就断了。</translation>
    </message>
    <message>
        <source>Copy or download it again.</source>
        <translation>请重新复制或下载。</translation>
    </message>
    <message>
        <source>The %1 data make no sense.</source>
        <translation>%1 数据无法解读。</translation>
    </message>
    <message>
        <source>The %1 data make no sense: %2.</source>
        <translation>%1 数据无法解读：%2。</translation>
    </message>
    <message>
        <source>%1 is damaged.</source>
        <translation>%1 已损坏。</translation>
    </message>
    <message>
        <source>%1 is of a kind that Focal does not read.</source>
        <translation>聚焦不支持 %1 这种图片。</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1：%2。</translation>
    </message>
    <message>
        <source>Convert it to an ordinary PNG, JPEG, WebP or TIFF picture first.</source>
        <translation>请先转换为普通的 PNG、JPEG、WebP 或 TIFF 图片。</translation>
    </message>
    <message>
        <source>%1 is too large.</source>
        <translation>%1 太大。</translation>
    </message>
    <message>
        <source>It has %1 x %2 pixels; the limit is %3 pixels a side and %4 million pixels in all.</source>
        <translation>它有 %1 x %2 像素；上限是每边 %3 像素、总共 %4 百万像素。</translation>
    </message>
    <message>
        <source>Make it smaller or cut a part out of it first.</source>
        <translation>请先缩小，或者裁出一部分。</translation>
    </message>
    <message>
        <source>The picture is too large for %1.</source>
        <translation>图片太大，%1 格式放不下。</translation>
    </message>
    <message>
        <source>It has %1 x %2 pixels; the format holds at most %3 a side.</source>
        <translation>它有 %1 x %2 像素；该格式每边最多 %3 像素。</translation>
    </message>
    <message>
        <source>Save it as PNG or TIFF.</source>
        <translation>请存为 PNG 或 TIFF。</translation>
    </message>
    <message>
        <source>The picture cannot be written as %1.</source>
        <translation>图片无法写成 %1。</translation>
    </message>
    <message>
        <source>Save it in another format.</source>
        <translation>请换一种格式保存。</translation>
    </message>
    <message>
        <source>an unknown pixel format</source>
        <translation>未知的像素格式</translation>
    </message>
    <message>
        <source>%1-bit samples that are signed or fractional</source>
        <translation>%1 位的有符号或小数采样</translation>
    </message>
    <message>
        <source>an animation</source>
        <translation>动画</translation>
    </message>
</context>
<context>
    <name>focal::ColorPicker</name>
    <message>
        <source>Colour as hexadecimal digits</source>
        <translation>十六进制颜色</translation>
    </message>
    <message>
        <source>Colour as #rrggbb; Enter takes it</source>
        <translation>颜色，写作 #rrggbb；按回车采用</translation>
    </message>
    <message>
        <source>Shade: arrow keys change saturation and brightness</source>
        <translation>明暗：方向键调整饱和度和亮度</translation>
    </message>
    <message>
        <source>Hue: arrow keys change it</source>
        <translation>色相：方向键调整</translation>
    </message>
    <message>
        <source>Palette</source>
        <translation>调色板</translation>
    </message>
</context>
<context>
    <name>focal::Commands</name>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>Open a picture</source>
        <translation>打开一张图片</translation>
    </message>
    <message>
        <source>Open the Sample &amp;Photo</source>
        <translation>打开示例照片(&amp;P)</translation>
    </message>
    <message>
        <source>Open the photo that comes with Focal</source>
        <translation>打开聚焦自带的照片</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>保存图片</translation>
    </message>
    <message>
        <source>Save &amp;As…</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>Save the picture under another name</source>
        <translation>用另一个名字保存图片</translation>
    </message>
    <message>
        <source>&amp;Close Picture</source>
        <translation>关闭图片(&amp;C)</translation>
    </message>
    <message>
        <source>Close the picture</source>
        <translation>关闭图片</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Leave Focal</source>
        <translation>退出聚焦</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Go to the turn before</source>
        <translation>回到上一轮</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Go to the turn after</source>
        <translation>前往下一轮</translation>
    </message>
    <message>
        <source>&amp;Copy Picture</source>
        <translation>复制图片(&amp;C)</translation>
    </message>
    <message>
        <source>Copy the picture to the clipboard</source>
        <translation>把图片复制到剪贴板</translation>
    </message>
    <message>
        <source>Copy the Changed Re&amp;gion</source>
        <translation>复制改动区域(&amp;G)</translation>
    </message>
    <message>
        <source>Copy the region that this turn changed, as a black and white picture</source>
        <translation>把本轮改动的区域复制为黑白图片</translation>
    </message>
    <message>
        <source>&amp;Paste Picture</source>
        <translation>粘贴图片(&amp;P)</translation>
    </message>
    <message>
        <source>Open the picture on the clipboard</source>
        <translation>打开剪贴板里的图片</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Stop what is running</source>
        <translation>停止正在进行的操作</translation>
    </message>
    <message>
        <source>Pre&amp;ferences…</source>
        <translation>首选项(&amp;F)…</translation>
    </message>
    <message>
        <source>Language, theme and limits</source>
        <translation>语言、主题和限制</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Show the picture larger</source>
        <translation>放大显示图片</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>Show the picture smaller</source>
        <translation>缩小显示图片</translation>
    </message>
    <message>
        <source>&amp;Fit in Window</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <source>Show the whole picture</source>
        <translation>显示整张图片</translation>
    </message>
    <message>
        <source>&amp;Actual Size</source>
        <translation>实际大小(&amp;A)</translation>
    </message>
    <message>
        <source>Show one pixel of the picture as one of the screen</source>
        <translation>图片的一个像素对应屏幕的一个像素</translation>
    </message>
    <message>
        <source>&amp;Before and After</source>
        <translation>前后对比(&amp;B)</translation>
    </message>
    <message>
        <source>Show a divider between the picture before this turn and now; hold the backslash key to see the whole picture before</source>
        <translation>用分隔线对比本轮之前和现在；按住反斜杠键可看整张之前的图片</translation>
    </message>
    <message>
        <source>&amp;Changed Region</source>
        <translation>改动区域(&amp;C)</translation>
    </message>
    <message>
        <source>Outline what this turn changed</source>
        <translation>勾出本轮改动的地方</translation>
    </message>
    <message>
        <source>&amp;Heat Map</source>
        <translation>关注图(&amp;H)</translation>
    </message>
    <message>
        <source>Show or hide where the model looked</source>
        <translation>显示或隐藏模型关注的地方</translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation>全屏(&amp;U)</translation>
    </message>
    <message>
        <source>Use the whole screen</source>
        <translation>使用整个屏幕</translation>
    </message>
    <message>
        <source>&amp;Move Tool</source>
        <translation>移动工具(&amp;M)</translation>
    </message>
    <message>
        <source>Drag the picture about</source>
        <translation>拖动图片</translation>
    </message>
    <message>
        <source>&amp;Point Tool</source>
        <translation>点选工具(&amp;P)</translation>
    </message>
    <message>
        <source>Click on the thing that is meant; with Alt on what is not meant</source>
        <translation>点击所指的东西；按住 Alt 点击不是的东西</translation>
    </message>
    <message>
        <source>&amp;Box Tool</source>
        <translation>框选工具(&amp;B)</translation>
    </message>
    <message>
        <source>Drag a box around the thing that is meant</source>
        <translation>拖出一个框，框住所指的东西</translation>
    </message>
    <message>
        <source>B&amp;rush Tool</source>
        <translation>画笔工具(&amp;R)</translation>
    </message>
    <message>
        <source>Paint over what should change</source>
        <translation>涂抹要修改的地方</translation>
    </message>
    <message>
        <source>&amp;Clear the Region</source>
        <translation>清除区域(&amp;C)</translation>
    </message>
    <message>
        <source>Forget what was pointed at, boxed and painted</source>
        <translation>清除点选、框选和涂抹的内容</translation>
    </message>
    <message>
        <source>Go to the &amp;Original</source>
        <translation>回到原图(&amp;O)</translation>
    </message>
    <message>
        <source>Show the picture as it was opened; nothing is lost</source>
        <translation>显示打开时的图片；什么都不会丢</translation>
    </message>
    <message>
        <source>&amp;Turns</source>
        <translation>轮次(&amp;T)</translation>
    </message>
    <message>
        <source>Show or hide the conversation</source>
        <translation>显示或隐藏对话</translation>
    </message>
    <message>
        <source>&amp;Looked at and Adjust</source>
        <translation>关注与调整(&amp;L)</translation>
    </message>
    <message>
        <source>Show or hide what was looked at and its values</source>
        <translation>显示或隐藏关注区域和调整数值</translation>
    </message>
    <message>
        <source>&amp;Instruction Box</source>
        <translation>指令框(&amp;I)</translation>
    </message>
    <message>
        <source>Say what should change</source>
        <translation>说出要修改什么</translation>
    </message>
    <message>
        <source>&amp;Examples</source>
        <translation>示例(&amp;E)</translation>
    </message>
    <message>
        <source>Show sentences to try</source>
        <translation>显示可以试试的句子</translation>
    </message>
    <message>
        <source>&amp;About Focal</source>
        <translation>关于聚焦(&amp;A)</translation>
    </message>
    <message>
        <source>Versions and licences</source>
        <translation>版本与许可证</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Picture</source>
        <translation>图片(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>窗口(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Add Re&amp;ference Pictures…</source>
        <translation>添加参考图片(&amp;F)…</translation>
    </message>
    <message>
        <source>Add pictures to lay over this one, or for the model to look at</source>
        <translation>添加要放到这张图上的图片，或供模型参考的图片</translation>
    </message>
    <message>
        <source>Paste &amp;as a Reference</source>
        <translation>粘贴为参考图片(&amp;A)</translation>
    </message>
    <message>
        <source>Add the picture on the clipboard to the reference pictures</source>
        <translation>把剪贴板上的图片加入参考图片</translation>
    </message>
    <message>
        <source>&amp;Models and Settings…</source>
        <translation>模型与设置(&amp;M)…</translation>
    </message>
    <message>
        <source>Add models, see what they need, and set how they run</source>
        <translation>添加模型，查看其需求，设置如何运行</translation>
    </message>
    <message>
        <source>&amp;Reference Pictures</source>
        <translation>参考图片(&amp;R)</translation>
    </message>
    <message>
        <source>Show or hide the reference pictures</source>
        <translation>显示或隐藏参考图片</translation>
    </message>
</context>
<context>
    <name>focal::CompactModel</name>
    <message>
        <source>Brightened %1.</source>
        <translation>已调亮%1。</translation>
    </message>
    <message>
        <source>Darkened %1.</source>
        <translation>已调暗%1。</translation>
    </message>
    <message>
        <source>Gave %1 more contrast.</source>
        <translation>已提高%1的对比度。</translation>
    </message>
    <message>
        <source>Gave %1 less contrast.</source>
        <translation>已降低%1的对比度。</translation>
    </message>
    <message>
        <source>Made the colours of %1 warmer.</source>
        <translation>已让%1的色调更暖。</translation>
    </message>
    <message>
        <source>Made the colours of %1 cooler.</source>
        <translation>已让%1的色调更冷。</translation>
    </message>
    <message>
        <source>Made the colours of %1 stronger.</source>
        <translation>已让%1的颜色更鲜艳。</translation>
    </message>
    <message>
        <source>Made the colours of %1 paler.</source>
        <translation>已让%1的颜色更淡。</translation>
    </message>
    <message>
        <source>Blurred %1.</source>
        <translation>已模糊%1。</translation>
    </message>
    <message>
        <source>Sharpened %1.</source>
        <translation>已锐化%1。</translation>
    </message>
    <message>
        <source>Softened %1.</source>
        <translation>已柔化%1。</translation>
    </message>
    <message>
        <source>Made the background %1.</source>
        <translation>已把背景换成%1。</translation>
    </message>
    <message>
        <source>Blurred the background.</source>
        <translation>已虚化背景。</translation>
    </message>
    <message>
        <source>what you marked</source>
        <translation>你标出的部分</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>Recoloured %1: %2.</source>
        <translation>已给%1换色：%2。</translation>
    </message>
    <message>
        <source>Removed %1 and filled the place from its surroundings.</source>
        <translation>已移除%1，并按周围填补。</translation>
    </message>
    <message>
        <source>the picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Nothing changed: it already is as you asked, or the strength is 0.</source>
        <translation>没有变化：本来就是这样，或者强度为 0。</translation>
    </message>
    <message>
        <source>I am not sure that this is the right place: click what you mean if it is not.</source>
        <translation>我不确定找对了地方：如果不对，请点击你指的东西。</translation>
    </message>
    <message>
        <source>I could not find a thing where you pointed.</source>
        <translation>你指的地方没有找到东西。</translation>
    </message>
    <message>
        <source>I could not find “%1” in this picture, so nothing was changed.</source>
        <translation>图片里没有找到“%1”，所以什么都没改。</translation>
    </message>
    <message>
        <source>Choose one of the outlined places, click the thing, or name it differently.</source>
        <translation>请选一处勾出的地方，点击它，或者换个说法。</translation>
    </message>
    <message>
        <source>Click the thing, draw a box around it, or name it differently.</source>
        <translation>请点击它、框住它，或者换个说法。</translation>
    </message>
    <message>
        <source>Drawing something new (“%1”) needs a generative model.</source>
        <translation>画出新东西（“%1”）需要生成式模型。</translation>
    </message>
    <message>
        <source>Drawing something new needs a generative model.</source>
        <translation>画出新东西需要生成式模型。</translation>
    </message>
    <message>
        <source>What should get the other colour? Name it, or click it in the picture.</source>
        <translation>要给什么换颜色？请说出来，或在图片里点击它。</translation>
    </message>
    <message>
        <source>What should be removed? Name it, or click it in the picture.</source>
        <translation>要移除什么？请说出来，或在图片里点击它。</translation>
    </message>
    <message>
        <source>Which thing do you mean? Name it, or click it in the picture.</source>
        <translation>你指的是哪个？请说出来，或在图片里点击它。</translation>
    </message>
    <message>
        <source>The model setting “patches” must be a whole number from %1 to %2.</source>
        <translation>模型设置“patches”必须是 %1 到 %2 的整数。</translation>
    </message>
    <message>
        <source>There is nothing to look for.</source>
        <translation>没有要找的东西。</translation>
    </message>
    <message>
        <source>Name a thing, or point at it.</source>
        <translation>请说出一样东西，或者指出来。</translation>
    </message>
    <message>
        <source>needs %1 of memory, and %2 is free: use a smaller picture</source>
        <translation>需要 %1 内存，空闲 %2：请用小一些的图片</translation>
    </message>
    <message>
        <source>about %1 s, %2</source>
        <translation>约 %1 秒，%2</translation>
    </message>
    <message>
        <source>The model file %1 is missing.</source>
        <translation>缺少模型文件 %1。</translation>
    </message>
    <message>
        <source>Looked in %1.</source>
        <translation>查找过 %1。</translation>
    </message>
    <message>
        <source>Run packaging/setup.sh, or set FOCAL_MODELS to the folder that holds it.</source>
        <translation>请运行 packaging/setup.sh，或把 FOCAL_MODELS 设为它所在的文件夹。</translation>
    </message>
    <message>
        <source>The manifest %1 cannot be read.</source>
        <translation>无法读取清单 %1。</translation>
    </message>
    <message>
        <source>Install Focal&apos;s models again.</source>
        <translation>请重新安装聚焦的模型。</translation>
    </message>
    <message>
        <source>The model file %1 is damaged or of another version.</source>
        <translation>模型文件 %1 已损坏，或版本不同。</translation>
    </message>
    <message>
        <source>Its SHA-256 is %1, expected is %2.</source>
        <translation>它的 SHA-256 是 %1，应为 %2。</translation>
    </message>
    <message>
        <source>Run packaging/setup.sh to get it again.</source>
        <translation>请运行 packaging/setup.sh 重新获取。</translation>
    </message>
    <message>
        <source>I understood that, but this model cannot do it.</source>
        <translation>我明白了，但这个模型做不到。</translation>
    </message>
    <message>
        <source>Replaced “%1” with “%2”.</source>
        <translation>已将“%1”替换为“%2”。</translation>
    </message>
    <message>
        <source>Read back: it says exactly that.</source>
        <translation>已回读核对：文字完全一致。</translation>
    </message>
    <message>
        <source>Read back it is “%1”, which is not quite the same: please look at it closely.</source>
        <translation>回读结果是“%1”，并不完全一致，请仔细检查。</translation>
    </message>
    <message>
        <source>Added “%1”.</source>
        <translation>已添加“%1”。</translation>
    </message>
    <message>
        <source>It is hard to read there: name another place or colour.</source>
        <translation>放在那里不易辨认：请换一个位置或颜色。</translation>
    </message>
    <message>
        <source>Removed the text “%1”.</source>
        <translation>已去除文字“%1”。</translation>
    </message>
    <message>
        <source>Something can still be read there: “%1”.</source>
        <translation>那里仍能读出：“%1”。</translation>
    </message>
    <message>
        <source>Several texts may be meant. Say which words to replace, or click them.</source>
        <translation>可能指多处文字。请说出要替换的文字，或点击它。</translation>
    </message>
    <message>
        <source>I can read no text in this picture, so nothing was changed.</source>
        <translation>这张图片中读不到文字，因此未作改动。</translation>
    </message>
    <message>
        <source>I can read text in this picture, but not “%1”, so nothing was changed.</source>
        <translation>这张图片中有文字，但没有“%1”，因此未作改动。</translation>
    </message>
    <message>
        <source>I could not find “%1”, whose colour was meant, so nothing was changed.</source>
        <translation>没有找到“%1”，无法取得它的颜色，因此没有改动。</translation>
    </message>
    <message>
        <source>Name the colour itself, or the thing differently.</source>
        <translation>请直接说出颜色，或换个说法指明该物体。</translation>
    </message>
    <message>
        <source>Made %1 black and white.</source>
        <translation>已把%1变成黑白。</translation>
    </message>
    <message>
        <source>Gave %1 a sepia tone.</source>
        <translation>已给%1加上怀旧褐色调。</translation>
    </message>
    <message>
        <source>Turned %1 into a pencil sketch.</source>
        <translation>已把%1变成铅笔素描。</translation>
    </message>
    <message>
        <source>Gave %1 the look of film.</source>
        <translation>已给%1加上胶片质感。</translation>
    </message>
    <message>
        <source>Gave %1 a vintage look.</source>
        <translation>已给%1加上复古风格。</translation>
    </message>
    <message>
        <source>Gave %1 a cinematic look.</source>
        <translation>已给%1加上电影感色调。</translation>
    </message>
    <message>
        <source>Gave %1 a fresh, bright look.</source>
        <translation>已给%1加上清新明亮的风格。</translation>
    </message>
    <message>
        <source>Turned %1 into its negative.</source>
        <translation>已把%1变成负片。</translation>
    </message>
    <message>
        <source>Turned the picture clockwise by %1°.</source>
        <translation>已将图片顺时针旋转 %1°。</translation>
    </message>
    <message>
        <source>Turned the picture anticlockwise by %1°.</source>
        <translation>已将图片逆时针旋转 %1°。</translation>
    </message>
    <message>
        <source>Laid a pattern over %1.</source>
        <translation>已给%1加上图案。</translation>
    </message>
    <message>
        <source>Laid a pattern over %1: %2.</source>
        <translation>已给%1加上图案：%2。</translation>
    </message>
    <message>
        <source>Placed the picture.</source>
        <translation>已放入图片。</translation>
    </message>
    <message>
        <source>Placed the picture instead of %1.</source>
        <translation>已用图片替换%1。</translation>
    </message>
    <message>
        <source>Cropped the picture.</source>
        <translation>已裁剪图片。</translation>
    </message>
    <message>
        <source>Cropped the picture to %1.</source>
        <translation>已将图片裁剪到%1。</translation>
    </message>
    <message>
        <source>Mirrored the picture left to right.</source>
        <translation>已将图片左右翻转。</translation>
    </message>
    <message>
        <source>Turned the picture upside down, mirrored.</source>
        <translation>已将图片上下翻转。</translation>
    </message>
    <message>
        <source>There is no step before this one to go back to.</source>
        <translation>前面没有可以撤销的步骤。</translation>
    </message>
    <message>
        <source>Which one do you mean instead? Name it, or click it in the picture.</source>
        <translation>您指的是哪一个？请说出名称，或在图片中点击它。</translation>
    </message>
    <message>
        <source>There is no edit before this one to correct: say what should change, and of what.</source>
        <translation>前面没有可以更正的编辑：请说明要改什么、怎么改。</translation>
    </message>
    <message>
        <source>Understood as “%1”.</source>
        <translation>理解为“%1”。</translation>
    </message>
    <message>
        <source>Which picture should be placed? None was given: add it as a reference.</source>
        <translation>要放入哪张图片？还没有提供：请把它作为参考图加入。</translation>
    </message>
    <message numerus="yes">
        <source>There is no reference picture %1: %n given.</source>
        <translation>
            <numerusform>没有第 %1 张参考图片：只给了 %n 张。</numerusform>
        </translation>
    </message>
    <message>
        <source>The picture has only %1 x %2 pixels, so a larger part cannot be cut out of it.</source>
        <translation>图片只有 %1 x %2 像素，无法裁出更大的部分。</translation>
    </message>
    <message>
        <source>Ask for fewer pixels, or for a form such as 16:9.</source>
        <translation>请指定更小的尺寸，或 16:9 这样的比例。</translation>
    </message>
    <message>
        <source>Focal Compact can recolour and remove things, lay patterns over them, change light, colour and sharpness, give looks such as black and white, change the background, replace and add text, place pictures, and crop, turn and mirror.</source>
        <translation>Focal Compact 能给物体换色、铺图案或移除物体，调整光线、色彩和清晰度，套用黑白等风格，更换背景，替换和添加文字，放置图片，以及裁剪、旋转和镜像。</translation>
    </message>
    <message>
        <source>Finds what you name and recolours, patterns, removes or adjusts it; changes backgrounds and looks, text and placed pictures, and crops, turns and mirrors. Runs on any machine; draws nothing new.</source>
        <translation>找到您所说的物体，给它换色、铺图案、移除或调整；更换背景和风格，处理文字和放置的图片，裁剪、旋转和镜像。任何电脑都能运行；不绘制新内容。</translation>
    </message>
    <message>
        <source>I see %1 things that could be “%2”. Click the one you mean, or say where it is.</source>
        <translation>我看到 %1 个可能是“%2”的东西。请点击你要的那一个，或说明它在哪里。</translation>
    </message>
    <message>
        <source>in the middle</source>
        <translation>中间</translation>
    </message>
    <message>
        <source>on the left</source>
        <translation>左边</translation>
    </message>
    <message>
        <source>at the top</source>
        <translation>上方</translation>
    </message>
    <message>
        <source>on the right</source>
        <translation>右边</translation>
    </message>
    <message>
        <source>at the bottom</source>
        <translation>下方</translation>
    </message>
</context>
<context>
    <name>focal::Conversation</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>This one (%1 % sure)</source>
        <translation>这个（%1 % 把握）</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Run the same sentence once more</source>
        <translation>同一句话再运行一次</translation>
    </message>
    <message>
        <source>Point at it</source>
        <translation>指出来</translation>
    </message>
    <message>
        <source>Click on what you mean in the picture</source>
        <translation>在图片里点击你指的东西</translation>
    </message>
    <message>
        <source>Say it differently</source>
        <translation>换个说法</translation>
    </message>
    <message>
        <source>Put the sentence back into the box</source>
        <translation>把这句话放回指令框</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Which one?</source>
        <translation>是哪一个？</translation>
    </message>
    <message>
        <source>Cannot do this</source>
        <translation>做不到</translation>
    </message>
    <message>
        <source>Not understood</source>
        <translation>没听懂</translation>
    </message>
    <message>
        <source>Nothing changed</source>
        <translation>没有变化</translation>
    </message>
    <message>
        <source>The picture is already so: not one pixel would differ.</source>
        <translation>图片本来就是这样：一个像素都不会变。</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Stop this (Delete)</source>
        <translation>停止这一项（Delete）</translation>
    </message>
    <message>
        <source>Take it out of the queue (Delete)</source>
        <translation>从队列中移除（Delete）</translation>
    </message>
    <message>
        <source>Waiting for the model</source>
        <translation>等待模型</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>after “%1”</source>
        <translation>接在“%1”之后</translation>
    </message>
    <message>
        <source>Made by %1, version %2</source>
        <translation>由 %1 生成，版本 %2</translation>
    </message>
    <message>
        <source>Drawn at %1</source>
        <translation>绘制尺寸 %1</translation>
    </message>
    <message>
        <source>Pictures seen at %1</source>
        <translation>参考的图片尺寸 %1</translation>
    </message>
    <message>
        <source>This one: %1 (%2 % sure)</source>
        <translation>这一个：%1（%2 % 把握）</translation>
    </message>
    <message>
        <source>Which picture?</source>
        <translation>哪张图片？</translation>
    </message>
    <message>
        <source>Add a picture…</source>
        <translation>添加图片…</translation>
    </message>
    <message>
        <source>Choose the picture that is meant; the sentence then runs</source>
        <translation>选择所指的图片，随后执行这句话</translation>
    </message>
</context>
<context>
    <name>focal::ConversationView</name>
    <message>
        <source>Turns</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Go to this turn</source>
        <translation>转到这一轮</translation>
    </message>
    <message>
        <source>Continue from here</source>
        <translation>从这里继续</translation>
    </message>
    <message>
        <source>Compare with the current turn</source>
        <translation>与当前轮对比</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Copy the sentence</source>
        <translation>复制这句话</translation>
    </message>
    <message>
        <source>Put the sentence into the box</source>
        <translation>把这句话放进指令框</translation>
    </message>
</context>
<context>
    <name>focal::Dialogs</name>
    <message>
        <source>Open Picture</source>
        <translation>打开图片</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Focal</source>
        <translation>聚焦</translation>
    </message>
    <message>
        <source>Save the changes to &quot;%1&quot;?</source>
        <translation>保存对“%1”的修改吗？</translation>
    </message>
    <message>
        <source>The conversation about it ends when it is closed.</source>
        <translation>关闭后，关于它的对话就结束了。</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Do Not Save</source>
        <translation>不保存(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>Replace &quot;%1&quot;?</source>
        <translation>替换“%1”吗？</translation>
    </message>
    <message>
        <source>There is a file of this name already. What is in it will be lost.</source>
        <translation>已经有同名文件，其中的内容将会丢失。</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>替换(&amp;R)</translation>
    </message>
    <message>
        <source>Add Reference Pictures</source>
        <translation>添加参考图片</translation>
    </message>
    <message>
        <source>Choose Model Files</source>
        <translation>选择模型文件</translation>
    </message>
    <message>
        <source>Choose a Model Folder</source>
        <translation>选择模型文件夹</translation>
    </message>
    <message>
        <source>Model files</source>
        <translation>模型文件</translation>
    </message>
</context>
<context>
    <name>focal::DividerHandle</name>
    <message>
        <source>Divider between before and after</source>
        <translation>修改前后的分隔线</translation>
    </message>
    <message>
        <source>Drag to compare before and after (arrow keys move it too)</source>
        <translation>拖动以对比前后（方向键也可以）</translation>
    </message>
</context>
<context>
    <name>focal::EditController</name>
    <message numerus="yes">
        <source>%1, %n s left</source>
        <translation>
            <numerusform>%1，还剩 %n 秒</numerusform>
        </translation>
    </message>
    <message>
        <source>in the painted area</source>
        <translation>在涂抹的区域内</translation>
    </message>
    <message>
        <source>in the box</source>
        <translation>在框内</translation>
    </message>
    <message numerus="yes">
        <source>at %n point(s)</source>
        <translation>
            <numerusform>在 %n 个点处</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>not at %n point(s)</source>
        <translation>
            <numerusform>避开 %n 个点</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <comment>between parts of a list</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>The picture is small (%1 × %2 pixels), so small things in it may be missed.</source>
        <translation>这张图片较小（%1 × %2 像素），其中的小物体可能会被漏掉。</translation>
    </message>
</context>
<context>
    <name>focal::ErrorText</name>
    <message>
        <source>There is not enough memory for this.</source>
        <translation>内存不够。</translation>
    </message>
    <message>
        <source>Close other programs, or use a smaller picture.</source>
        <translation>请关闭其他程序，或使用小一些的图片。</translation>
    </message>
    <message>
        <source>Something went wrong inside Focal.</source>
        <translation>聚焦内部出了问题。</translation>
    </message>
    <message>
        <source>Nothing was changed; you can go on working.</source>
        <translation>什么都没有改动，你可以继续。</translation>
    </message>
</context>
<context>
    <name>focal::FileController</name>
    <message>
        <source>Opening &quot;%1&quot;…</source>
        <translation>正在打开“%1”…</translation>
    </message>
    <message>
        <source>Sample photo</source>
        <translation>示例照片</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>What was pasted is not a picture.</source>
        <translation>粘贴的内容不是图片。</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard.</source>
        <translation>剪贴板里没有图片。</translation>
    </message>
    <message>
        <source>Open Another…</source>
        <translation>打开另一张…</translation>
    </message>
    <message>
        <source>%1-edited</source>
        <comment>file name</comment>
        <translation>%1-已编辑</translation>
    </message>
    <message>
        <source>Saved as &quot;%1&quot;.</source>
        <translation>已保存为“%1”。</translation>
    </message>
    <message>
        <source>Save As…</source>
        <translation>另存为…</translation>
    </message>
</context>
<context>
    <name>focal::FileHash</name>
    <message>
        <source>%1 cannot be read.</source>
        <translation>无法读取 %1。</translation>
    </message>
    <message>
        <source>It is a folder.</source>
        <translation>它是一个文件夹。</translation>
    </message>
</context>
<context>
    <name>focal::FlowMatch</name>
    <message>
        <source>The model&apos;s schedule of steps cannot be used.</source>
        <translation>无法使用该模型的步数安排。</translation>
    </message>
    <message>
        <source>Its scheduler_config.json gives no usable value for %1.</source>
        <translation>其 scheduler_config.json 没有给出可用的 %1 值。</translation>
    </message>
    <message>
        <source>Take the file that belongs to Qwen-Image-Edit.</source>
        <translation>请使用 Qwen-Image-Edit 自带的文件。</translation>
    </message>
    <message>
        <source>An edit needs at least one step.</source>
        <translation>一次编辑至少需要一步。</translation>
    </message>
    <message>
        <source>This model&apos;s schedule needs at least two steps.</source>
        <translation>该模型的步数安排至少需要两步。</translation>
    </message>
    <message>
        <source>Its last step keeps a fixed share of noise, and a single step would be first and last.</source>
        <translation>最后一步会保留固定比例的噪声，而只有一步时它既是第一步又是最后一步。</translation>
    </message>
    <message>
        <source>Choose two or more steps, or a Lightning LoRA with its schedule.</source>
        <translation>请选择两步或更多，或使用带有自身步数安排的 Lightning LoRA。</translation>
    </message>
</context>
<context>
    <name>focal::GgufFile</name>
    <message>
        <source>%1 is not read; F32, F16, BF16, Q8_0, Q6_K, Q5_K, Q4_K, Q3_K, Q2_K, Q5_1, Q5_0, Q4_1 and Q4_0 are</source>
        <translation>不支持 %1；支持 F32、F16、BF16、Q8_0、Q6_K、Q5_K、Q4_K、Q3_K、Q2_K、Q5_1、Q5_0、Q4_1 和 Q4_0</translation>
    </message>
    <message>
        <source>%1 %2 is no whole number of blocks, or exceeds 2^63 bytes</source>
        <translation>%1 %2 不是整数个块，或超过 2^63 字节</translation>
    </message>
    <message>
        <source>begins at byte %1, which is no multiple of %2</source>
        <translation>起始于字节 %1，不是 %2 的倍数</translation>
    </message>
    <message>
        <source>expected %1 bytes from %2 on, got %3 in all</source>
        <translation>应从 %2 起有 %1 字节，实际共 %3 字节</translation>
    </message>
    <message>
        <source>its bytes overlap those of &quot;%1&quot;</source>
        <translation>其字节与“%1”重叠</translation>
    </message>
    <message>
        <source>expected once, got %1 times</source>
        <translation>应出现一次，实为 %1 次</translation>
    </message>
</context>
<context>
    <name>focal::GgufHeader</name>
    <message>
        <source>%1 is not a sound GGUF file.</source>
        <translation>%1 不是完好的 GGUF 文件。</translation>
    </message>
    <message>
        <source>The download may be incomplete; fetch the file again.</source>
        <translation>下载可能不完整；请重新下载。</translation>
    </message>
    <message>
        <source>It ends at byte %1, within its header.</source>
        <translation>文件在头部内的字节 %1 处中断。</translation>
    </message>
    <message>
        <source>bytes of a text</source>
        <translation>字节的文本</translation>
    </message>
    <message>
        <source>An array holds values of the unknown kind %1.</source>
        <translation>数组含有未知类型 %1 的值。</translation>
    </message>
    <message>
        <source>elements of an array</source>
        <translation>个数组元素</translation>
    </message>
    <message>
        <source>A value is of the unknown kind %1.</source>
        <translation>有值为未知类型 %1。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has %2 dimensions; the limit is 4.</source>
        <translation>“%1”有 %2 个维度；上限为 4。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has a dimension of %2.</source>
        <translation>“%1”有一个维度为 %2。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; begins at byte %2.</source>
        <translation>“%1”起始于字节 %2。</translation>
    </message>
    <message>
        <source>The metadata have the key &quot;%1&quot; twice.</source>
        <translation>元数据中键“%1”出现了两次。</translation>
    </message>
    <message>
        <source>Its alignment is no power of two from 1 to 1048576.</source>
        <translation>其对齐值不是 1 到 1048576 之间的 2 的幂。</translation>
    </message>
    <message>
        <source>It was written for machines of the other byte order.</source>
        <translation>它是为另一种字节序的机器写成的。</translation>
    </message>
    <message>
        <source>It is of version %1; 2 and 3 can be read.</source>
        <translation>版本为 %1；可读取 2 和 3。</translation>
    </message>
    <message>
        <source>It does not begin with &quot;GGUF&quot;.</source>
        <translation>它不以“GGUF”开头。</translation>
    </message>
    <message>
        <source>tensors</source>
        <translation>个张量</translation>
    </message>
    <message>
        <source>metadata</source>
        <translation>项元数据</translation>
    </message>
</context>
<context>
    <name>focal::GraphNetwork</name>
    <message>
        <source>The model file %1 cannot be used.</source>
        <translation>无法使用模型文件 %1。</translation>
    </message>
    <message>
        <source>Run packaging/setup.sh to get it again.</source>
        <translation>请运行 packaging/setup.sh 重新获取。</translation>
    </message>
    <message>
        <source>It holds no graph.</source>
        <translation>其中没有网络结构。</translation>
    </message>
    <message>
        <source>Its node %1 (%2) is unknown.</source>
        <translation>其中的节点 %1（%2）无法识别。</translation>
    </message>
    <message>
        <source>Its node %1 lacks an input.</source>
        <translation>其中的节点 %1 缺少输入。</translation>
    </message>
</context>
<context>
    <name>focal::ImageSizes</name>
    <message>
        <source>A picture of %1 x %2 pixels is too narrow for this model.</source>
        <translation>%1 x %2 像素的图片对此模型来说太窄。</translation>
    </message>
    <message>
        <source>Crop it to a more even shape.</source>
        <translation>请裁剪成更均匀的形状。</translation>
    </message>
</context>
<context>
    <name>focal::InstructionBar</name>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Move the picture (Alt+1)</source>
        <translation>移动图片（Alt+1）</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>点选</translation>
    </message>
    <message>
        <source>Click on what you mean (Alt+2)
Alt+click: not this</source>
        <translation>点击你指的东西（Alt+2）
Alt+点击：不是这个</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>框选</translation>
    </message>
    <message>
        <source>Drag a box around what you mean (Alt+3)</source>
        <translation>拖出一个框，框住你指的东西（Alt+3）</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Paint over what you mean (Alt+4)
Alt: paint it away</source>
        <translation>涂抹你指的东西（Alt+4）
按住 Alt：擦掉</translation>
    </message>
    <message>
        <source>Size of the brush</source>
        <translation>画笔大小</translation>
    </message>
    <message>
        <source>Say what should change…</source>
        <translation>说说要改什么…</translation>
    </message>
    <message>
        <source>Say what should change</source>
        <translation>说说要改什么</translation>
    </message>
    <message>
        <source>Only here, for the next sentence. Click to look everywhere (Ctrl+D)</source>
        <translation>下一句话只看这里。点击则看整张图片（Ctrl+D）</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>试试</translation>
    </message>
    <message>
        <source>Zoom: 0 fits the picture, 1 is 100 %</source>
        <translation>缩放：0 适合窗口，1 为 100 %</translation>
    </message>
    <message>
        <source>How long the last edit took</source>
        <translation>上次编辑所用的时间</translation>
    </message>
    <message numerus="yes">
        <source>Size of the brush: %n pixel(s) ([ and ])</source>
        <translation>
            <numerusform>画笔大小：%n 像素（[ 和 ]）</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: click to look everywhere</source>
        <translation>%1：点击则看整张图片</translation>
    </message>
    <message>
        <source>Put this into the box and send it</source>
        <translation>放进指令框并发送</translation>
    </message>
    <message>
        <source>Understood</source>
        <translation>理解为</translation>
    </message>
    <message>
        <source>Enter sends · Shift+Enter breaks the line · ↑ brings back</source>
        <translation>回车发送 · Shift+回车换行 · ↑ 找回上一句</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>模型：%1</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Zoom: %1</source>
        <translation>缩放：%1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation>停止（Esc）</translation>
    </message>
    <message>
        <source>Send (Enter)</source>
        <translation>发送（回车）</translation>
    </message>
    <message>
        <source>Reference pictures</source>
        <translation>参考图片</translation>
    </message>
    <message>
        <source>Show or hide the reference pictures (F7)</source>
        <translation>显示或隐藏参考图片 (F7)</translation>
    </message>
    <message>
        <source>The model that edits. Click to choose another, or to set how it runs (Ctrl+M).</source>
        <translation>执行编辑的模型。点击可另选，或设置如何运行 (Ctrl+M)。</translation>
    </message>
</context>
<context>
    <name>focal::JobQueue</name>
    <message>
        <source>The model did not load.</source>
        <translation>模型没有加载成功。</translation>
    </message>
</context>
<context>
    <name>focal::LookedAtPanel</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation>关注</translation>
    </message>
    <message>
        <source>Each word of your sentence will stand here. Point at one to see where the model looked for it.</source>
        <translation>你说的每个词都会列在这里。指向一个词，就能看到模型在图片哪里找它。</translation>
    </message>
    <message>
        <source>Point at a word to see its map, click to keep it.</source>
        <translation>指向词语查看关注图，点击则固定。</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Opacity of the map</source>
        <translation>关注图的不透明度</translation>
    </message>
    <message>
        <source>How much of the map covers the picture (Ctrl+H shows or hides it)</source>
        <translation>关注图盖住图片的程度（Ctrl+H 显示或隐藏）</translation>
    </message>
    <message>
        <source>Not this: point at the right one</source>
        <translation>不是这个：指出对的</translation>
    </message>
    <message>
        <source>Then click on what you meant, and send the sentence again</source>
        <translation>然后点击你指的东西，再发送这句话</translation>
    </message>
    <message>
        <source>Layers and direction</source>
        <translation>层与方向</translation>
    </message>
    <message>
        <source>For a closer look at how the model works</source>
        <translation>更仔细地看模型怎样工作</translation>
    </message>
    <message>
        <source>Layer of the model</source>
        <translation>模型的层</translation>
    </message>
    <message>
        <source>Who asks whom</source>
        <translation>谁查询谁</translation>
    </message>
    <message>
        <source>Word → picture</source>
        <translation>词 → 图</translation>
    </message>
    <message>
        <source>Where in the picture the word looked</source>
        <translation>这个词看了图片的哪里</translation>
    </message>
    <message>
        <source>Picture → word</source>
        <translation>图 → 词</translation>
    </message>
    <message>
        <source>Which parts of the picture looked at the word</source>
        <translation>图片哪些部分看了这个词</translation>
    </message>
    <message>
        <source>%1 % sure that this is it</source>
        <translation>有 %1 % 的把握就是它</translation>
    </message>
    <message>
        <source>Mean of all</source>
        <translation>全部平均</translation>
    </message>
    <message>
        <source>Layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>Not found: %1 % sure of what fits best</source>
        <translation>未找到：最接近的地方只有 %1 % 的把握</translation>
    </message>
</context>
<context>
    <name>focal::LoraFile</name>
    <message>
        <source>%1 cannot be used as a LoRA.</source>
        <translation>%1 不能用作 LoRA。</translation>
    </message>
    <message>
        <source>It is of the kind %1 (&quot;%2&quot;), which Focal does not apply.</source>
        <translation>它属于 %1 类型（“%2”），聚焦不支持。</translation>
    </message>
    <message>
        <source>Convert it to a plain LoRA, or choose another file.</source>
        <translation>请转换为普通 LoRA，或选择其他文件。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; and &quot;%2&quot; are for the same layer.</source>
        <translation>“%1”与“%2”属于同一层。</translation>
    </message>
    <message>
        <source>Half of the pair for &quot;%1&quot; is missing.</source>
        <translation>“%1”的一对张量缺少一半。</translation>
    </message>
    <message>
        <source>&quot;%1&quot;: expected %2, got %3 times %4.</source>
        <translation>“%1”：应为 %2，实际为 %3 乘 %4。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is stored as %2.</source>
        <translation>“%1”以 %2 存储。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no number.</source>
        <translation>“%1”不是数字。</translation>
    </message>
    <message>
        <source>Nothing in it belongs to this model; it begins with &quot;%1&quot;.</source>
        <translation>其中没有属于此模型的内容；开头是“%1”。</translation>
    </message>
</context>
<context>
    <name>focal::LoraList</name>
    <message>
        <source>Add a LoRA…</source>
        <translation>添加 LoRA…</translation>
    </message>
    <message>
        <source>Choose adapter files for this model: several may be used at once</source>
        <translation>为此模型选择适配器文件：可同时使用多个</translation>
    </message>
    <message>
        <source>%1
This file is not there any more.</source>
        <translation>%1
这个文件已不存在。</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>使用 %1</translation>
    </message>
    <message>
        <source>How strongly it is applied; 1 is as it was made</source>
        <translation>应用强度；1 为其原本的强度</translation>
    </message>
    <message>
        <source>Strength of %1</source>
        <translation>%1 的强度</translation>
    </message>
    <message>
        <source>Take it out of the list; the file stays</source>
        <translation>从列表中移除；文件保留</translation>
    </message>
    <message>
        <source>Take %1 out</source>
        <translation>移除 %1</translation>
    </message>
</context>
<context>
    <name>focal::MainWindow</name>
    <message>
        <source>%1[*] - Focal</source>
        <translation>%1[*] - 聚焦</translation>
    </message>
    <message>
        <source>Focal</source>
        <translation>聚焦</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>make the dog grey</source>
        <translation>把狗变成灰色</translation>
    </message>
    <message>
        <source>blur the background</source>
        <translation>虚化背景</translation>
    </message>
    <message>
        <source>make the tongue blue</source>
        <translation>把舌头变成蓝色</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>&amp;Clear This List</source>
        <translation>清空列表(&amp;C)</translation>
    </message>
    <message>
        <source>make it brighter</source>
        <translation>亮一点</translation>
    </message>
    <message>
        <source>make it black and white</source>
        <translation>变成黑白</translation>
    </message>
    <message>
        <source>crop to 16:9</source>
        <translation>裁剪成 16:9</translation>
    </message>
    <message>
        <source>add the text “Hello” at the bottom right</source>
        <translation>在右下角添加文字“你好”</translation>
    </message>
    <message>
        <source>place picture 2 at the top right</source>
        <translation>把图片2放在右上角</translation>
    </message>
</context>
<context>
    <name>focal::MappedFile</name>
    <message>
        <source>%1 cannot be opened.</source>
        <translation>无法打开 %1。</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>没有这个文件。</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>请检查路径。</translation>
    </message>
    <message>
        <source>You have no permission to read it.</source>
        <translation>没有读取它的权限。</translation>
    </message>
    <message>
        <source>Change its permissions or choose another file.</source>
        <translation>请更改权限，或选择另一个文件。</translation>
    </message>
    <message>
        <source>It is a folder.</source>
        <translation>它是一个文件夹。</translation>
    </message>
    <message>
        <source>It is not a regular file.</source>
        <translation>它不是普通文件。</translation>
    </message>
    <message>
        <source>Choose a file.</source>
        <translation>请选择一个文件。</translation>
    </message>
    <message>
        <source>%1 is empty.</source>
        <translation>%1 是空的。</translation>
    </message>
    <message>
        <source>The file may be the rest of an interrupted download; fetch it again.</source>
        <translation>它可能是中断的下载留下的；请重新获取。</translation>
    </message>
    <message>
        <source>%1 changed while it was being read.</source>
        <translation>读取过程中 %1 发生了变化。</translation>
    </message>
    <message>
        <source>A part of it could not be read from the disk.</source>
        <translation>有一部分无法从磁盘读取。</translation>
    </message>
    <message>
        <source>Another program shortened it or wrote to it.</source>
        <translation>有其他程序截短或改写了它。</translation>
    </message>
    <message>
        <source>Fetch the file again and retry.</source>
        <translation>请重新获取该文件后再试。</translation>
    </message>
</context>
<context>
    <name>focal::Memory</name>
    <message>
        <source>There is not enough memory for this edit.</source>
        <translation>内存不够，无法完成这次编辑。</translation>
    </message>
    <message>
        <source>Close other programs, or use a smaller picture.</source>
        <translation>请关闭其他程序，或使用小一些的图片。</translation>
    </message>
</context>
<context>
    <name>focal::MemoryPlan</name>
    <message>
        <source>The %1 stays in memory.</source>
        <translation>%1常驻内存。</translation>
    </message>
    <message>
        <source>The %1 stays in memory as its file stores it, and is decoded block by block.</source>
        <translation>%1以文件中的形式常驻内存，逐块解码。</translation>
    </message>
    <message>
        <source>The %1 is read from the disk block by block.</source>
        <translation>%1从磁盘逐块读取。</translation>
    </message>
    <message>
        <source>The %1 does not fit into the memory.</source>
        <translation>内存放不下%1。</translation>
    </message>
    <message>
        <source>At least %1 are needed; %2 may be used.</source>
        <translation>至少需要 %1；可用 %2。</translation>
    </message>
    <message>
        <source>The memory limit of this session is %1; raise it by %2.</source>
        <translation>本会话的内存上限为 %1；请提高 %2。</translation>
    </message>
    <message>
        <source>Close other programs that hold %1, or work at a smaller size.</source>
        <translation>请关闭占用 %1 内存的其他程序，或使用更小的尺寸。</translation>
    </message>
    <message>
        <source>%1 of %2 that may be used.</source>
        <translation>使用可用的 %2 中的 %1。</translation>
    </message>
    <message>
        <source>Each pass reads %1, at least %2 s on this disk.</source>
        <translation>每次前向读取 %1，在此磁盘上至少 %2 秒。</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>The %1 stays in the GPU&apos;s memory.</source>
        <translation>%1留在显存中。</translation>
    </message>
    <message>
        <source>%1 computes, with %2 of its %3 that are free.</source>
        <translation>由%1计算，使用其%3空闲显存中的%2。</translation>
    </message>
</context>
<context>
    <name>focal::ModelController</name>
    <message>
        <source>%1 stays in use.</source>
        <translation>继续使用 %1。</translation>
    </message>
    <message>
        <source>%1 takes its place.</source>
        <translation>改用 %1。</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Loading the model… %1 %</source>
        <translation>正在加载模型… %1 %</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>正在加载模型…</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>没有模型</translation>
    </message>
</context>
<context>
    <name>focal::ModelFiles</name>
    <message>
        <source>%1 cannot be used as a model.</source>
        <translation>%1 不能用作模型。</translation>
    </message>
    <message>
        <source>It names &quot;%1&quot;, which is no file beside it.</source>
        <translation>它指向“%1”，旁边没有这个文件。</translation>
    </message>
    <message>
        <source>Of its %1 files these are missing: %2.</source>
        <translation>其 %1 个文件中缺少：%2。</translation>
    </message>
    <message>
        <source>Fetch the missing files.</source>
        <translation>请下载缺少的文件。</translation>
    </message>
    <message>
        <source>It names no files.</source>
        <translation>它没有指明任何文件。</translation>
    </message>
    <message>
        <source>Expected QwenImageEditPlusPipeline or QwenImageEditPipeline, got &quot;%1&quot;.</source>
        <translation>应为 QwenImageEditPlusPipeline 或 QwenImageEditPipeline，实际为“%1”。</translation>
    </message>
    <message>
        <source>Choose the folder of a Qwen-Image-Edit model.</source>
        <translation>请选择 Qwen-Image-Edit 模型的文件夹。</translation>
    </message>
    <message>
        <source>Several files hold a %1: %2 and %3.</source>
        <translation>有多个文件含有%1：%2 和 %3。</translation>
    </message>
    <message>
        <source>Choose one file for each part.</source>
        <translation>请为每个部件选择一个文件。</translation>
    </message>
    <message>
        <source>There is no such file or folder.</source>
        <translation>没有这样的文件或文件夹。</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>请检查路径。</translation>
    </message>
    <message>
        <source>No tensors of Qwen-Image-Edit are in it.</source>
        <translation>其中没有 Qwen-Image-Edit 的张量。</translation>
    </message>
    <message>
        <source>Choose a folder with model_index.json, or the model&apos;s files.</source>
        <translation>请选择含 model_index.json 的文件夹，或模型文件。</translation>
    </message>
    <message>
        <source>Qwen-Image of an unknown release</source>
        <translation>未知版本的 Qwen-Image</translation>
    </message>
    <message>
        <source>It holds no %1.</source>
        <translation>其中没有%1。</translation>
    </message>
</context>
<context>
    <name>focal::ModelPage</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Checking every tensor: %1 %</source>
        <translation>正在检查每个张量：%1 %</translation>
    </message>
    <message>
        <source>Every tensor is there, of the right shape, and its samples are numbers.</source>
        <translation>所有张量齐全、形状正确，抽样数值有效。</translation>
    </message>
    <message>
        <source>These files are not sound; fetch them again.</source>
        <translation>这些文件有问题，请重新获取。</translation>
    </message>
    <message>
        <source>Looking into its files…</source>
        <translation>正在查看文件…</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>使用此模型</translation>
    </message>
    <message>
        <source>Focal&apos;s own</source>
        <translation>聚焦自带</translation>
    </message>
    <message>
        <source>Not here</source>
        <translation>缺少</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more file(s)</source>
        <translation>
            <numerusform>%1 及另外 %n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>组成部分</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Transformer</source>
        <translation>Transformer</translation>
    </message>
    <message>
        <source>Text encoder</source>
        <translation>文本编码器</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>分词器</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Take this part from other files</source>
        <translation>从其他文件取用这一部分</translation>
    </message>
    <message>
        <source>Choose files: %1</source>
        <translation>选择文件：%1</translation>
    </message>
    <message>
        <source>Let this model run what the instruction box says</source>
        <translation>由此模型执行输入框里的话</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Take it out of this list; its files stay where they are</source>
        <translation>从列表中移除；文件留在原处</translation>
    </message>
    <message>
        <source>Check every tensor of every file; this takes minutes for large models</source>
        <translation>检查每个文件的每个张量；大模型需要几分钟</translation>
    </message>
</context>
<context>
    <name>focal::ModelPart</name>
    <message>
        <source>transformer</source>
        <translation>变换器</translation>
    </message>
    <message>
        <source>text encoder</source>
        <translation>文本编码器</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>, behind &quot;%1&quot;</source>
        <translation>，前缀为“%1”</translation>
    </message>
    <message>
        <source>published names</source>
        <translation>官方名称</translation>
    </message>
    <message>
        <source>newer names of transformers</source>
        <translation>transformers 的新名称</translation>
    </message>
    <message>
        <source>names of llama.cpp</source>
        <translation>llama.cpp 的名称</translation>
    </message>
    <message>
        <source>names of Wan</source>
        <translation>Wan 的名称</translation>
    </message>
</context>
<context>
    <name>focal::ModelReport</name>
    <message>
        <source>not a number in row %1</source>
        <translation>第 %1 行有非数字</translation>
    </message>
    <message>
        <source>infinite in row %1</source>
        <translation>第 %1 行有无穷大</translation>
    </message>
    <message>
        <source>vision tower of the text encoder (mmproj)</source>
        <translation>文本编码器的视觉塔（mmproj）</translation>
    </message>
    <message>
        <source>tokenizer (vocab.json and merges.txt)</source>
        <translation>分词器（vocab.json 和 merges.txt）</translation>
    </message>
</context>
<context>
    <name>focal::ModelSettings</name>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n 步</numerusform>
        </translation>
    </message>
    <message>
        <source>Lightning</source>
        <translation>Lightning</translation>
    </message>
    <message>
        <source>CFG %1</source>
        <translation>CFG %1</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>种子 %1</translation>
    </message>
</context>
<context>
    <name>focal::ModelSettingsForm</name>
    <message>
        <source>&amp;Steps</source>
        <translation>步数(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Guidance (CFG)</source>
        <translation>引导强度 (CFG)(&amp;G)</translation>
    </message>
    <message>
        <source>S&amp;eed</source>
        <translation>种子(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Not wanted</source>
        <translation>不要出现(&amp;N)</translation>
    </message>
    <message>
        <source>Si&amp;ze drawn</source>
        <translation>绘制尺寸(&amp;Z)</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>调度</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>The model&apos;s own</source>
        <translation>模型默认</translation>
    </message>
    <message>
        <source>More steps draw finer, and take longer</source>
        <translation>步数越多越精细，也越慢</translation>
    </message>
    <message>
        <source>How strictly it follows the words; 1 is without, in half the time</source>
        <translation>遵循文字的严格程度；1 为不引导，耗时减半</translation>
    </message>
    <message>
        <source>Another for each turn</source>
        <translation>每轮更换</translation>
    </message>
    <message>
        <source>Always this one:</source>
        <translation>固定为：</translation>
    </message>
    <message>
        <source>The same seed and settings make the same picture again</source>
        <translation>相同的种子和设置会再次得到同一张图</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>What should not appear</source>
        <translation>不应出现的内容</translation>
    </message>
    <message>
        <source>Needs guidance above 1</source>
        <translation>需要引导强度大于 1</translation>
    </message>
    <message>
        <source>As the picture</source>
        <translation>与图片一致</translation>
    </message>
    <message>
        <source>Fixed:</source>
        <translation>固定：</translation>
    </message>
    <message>
        <source>Width in pixels</source>
        <translation>宽度（像素）</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>高度（像素）</translation>
    </message>
    <message>
        <source>Lightning: few steps, with a Lightning LoRA</source>
        <translation>Lightning：配合 Lightning LoRA，步数少</translation>
    </message>
</context>
<context>
    <name>focal::ModelWords</name>
    <message>
        <source>%1 billion parameters</source>
        <translation>%1B 参数</translation>
    </message>
    <message>
        <source>%1 million parameters</source>
        <translation>%1M 参数</translation>
    </message>
    <message>
        <source>%1, %2, %3 (%4)</source>
        <translation>%1，%2，%3（%4）</translation>
    </message>
    <message>
        <source>Parts of a Qwen-Image-Edit model</source>
        <translation>Qwen-Image-Edit 模型的部件</translation>
    </message>
    <message>
        <source>%1. All of its parts are here.</source>
        <translation>%1。所有部分齐全。</translation>
    </message>
    <message>
        <source>%1. It cannot run yet, for it lacks: %2.</source>
        <translation>%1。还不能运行，缺少：%2。</translation>
    </message>
</context>
<context>
    <name>focal::ModelWorker</name>
    <message>
        <source>There is no model of the name &quot;%1&quot;.</source>
        <translation>没有名为“%1”的模型。</translation>
    </message>
    <message>
        <source>Choose another one in the Model menu.</source>
        <translation>请在“模型”菜单里另选一个。</translation>
    </message>
    <message>
        <source>This edit does not fit on this computer.</source>
        <translation>这台电脑放不下这次编辑。</translation>
    </message>
    <message>
        <source>Close other programs, or use a smaller picture.</source>
        <translation>请关闭其他程序，或使用小一些的图片。</translation>
    </message>
</context>
<context>
    <name>focal::ModelsWindow</name>
    <message>
        <source>Stopped before all was checked.</source>
        <translation>未检查完即停止。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Add a Folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>A folder as diffusers saves models, or with files for ComfyUI or in GGUF</source>
        <translation>diffusers 格式的模型文件夹，或含 ComfyUI、GGUF 文件的文件夹</translation>
    </message>
    <message>
        <source>Add Files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>The files of a model, or of some of its parts: safetensors, GGUF, tokenizer.json</source>
        <translation>模型或其部分组件的文件：safetensors、GGUF、tokenizer.json</translation>
    </message>
</context>
<context>
    <name>focal::NoticeBar</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>focal::PhraseTokenizer</name>
    <message>
        <source>The tokenizer %1 cannot be read.</source>
        <translation>无法读取分词器 %1。</translation>
    </message>
    <message>
        <source>Install Focal&apos;s models again.</source>
        <translation>请重新安装聚焦的模型。</translation>
    </message>
</context>
<context>
    <name>focal::PictureFile</name>
    <message>
        <source>%1 cannot be opened.</source>
        <translation>无法打开 %1。</translation>
    </message>
    <message>
        <source>%1 is empty.</source>
        <translation>%1 是空的。</translation>
    </message>
    <message>
        <source>Copy or download it again.</source>
        <translation>请重新复制或下载。</translation>
    </message>
    <message>
        <source>%1 is cut off.</source>
        <translation>%1 不完整。</translation>
    </message>
    <message>
        <source>It has %1 bytes only.</source>
        <translation>它只有 %1 字节。</translation>
    </message>
    <message>
        <source>It is a %1 file; Focal reads PNG, JPEG, WebP and TIFF.</source>
        <translation>它是 %1 文件；聚焦支持 PNG、JPEG、WebP 和 TIFF。</translation>
    </message>
    <message>
        <source>Convert it to one of these first.</source>
        <translation>请先转换成其中一种。</translation>
    </message>
    <message>
        <source>It is not a picture that Focal knows (PNG, JPEG, WebP, TIFF).</source>
        <translation>它不是聚焦认识的图片（PNG、JPEG、WebP、TIFF）。</translation>
    </message>
    <message>
        <source>Choose a picture.</source>
        <translation>请选择一张图片。</translation>
    </message>
    <message>
        <source>%1 does not fit into this machine&apos;s memory.</source>
        <translation>这台电脑的内存放不下 %1。</translation>
    </message>
    <message>
        <source>Close other programs, or make the picture smaller.</source>
        <translation>请关闭其他程序，或者缩小图片。</translation>
    </message>
    <message>
        <source>You have no permission to read it.</source>
        <translation>没有读取它的权限。</translation>
    </message>
    <message>
        <source>Change its permissions or copy it elsewhere.</source>
        <translation>请更改权限，或复制到别处。</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>没有这个文件。</translation>
    </message>
    <message>
        <source>Check its name.</source>
        <translation>请检查文件名。</translation>
    </message>
    <message>
        <source>It is a folder.</source>
        <translation>它是一个文件夹。</translation>
    </message>
    <message>
        <source>Choose a file in it.</source>
        <translation>请选择里面的文件。</translation>
    </message>
    <message>
        <source>It is not a regular file.</source>
        <translation>它不是普通文件。</translation>
    </message>
    <message>
        <source>Choose a file.</source>
        <translation>请选择一个文件。</translation>
    </message>
    <message>
        <source>%1 is too large.</source>
        <translation>%1 太大。</translation>
    </message>
    <message>
        <source>It has %1 bytes; the limit is %2.</source>
        <translation>它有 %1 字节；上限是 %2。</translation>
    </message>
    <message>
        <source>Make it smaller first.</source>
        <translation>请先缩小。</translation>
    </message>
    <message>
        <source>%1 cannot be written.</source>
        <translation>无法写入 %1。</translation>
    </message>
    <message>
        <source>There is no folder %1.</source>
        <translation>没有文件夹 %1。</translation>
    </message>
    <message>
        <source>Make the folder or choose another.</source>
        <translation>请新建该文件夹，或选择另一个。</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>磁盘已满。</translation>
    </message>
    <message>
        <source>Make room on it or choose another.</source>
        <translation>请腾出空间，或换一个磁盘。</translation>
    </message>
    <message>
        <source>Choose a folder and a name to which you may write.</source>
        <translation>请选择你有写入权限的文件夹和名字。</translation>
    </message>
    <message>
        <source>Make room on the disk or choose another.</source>
        <translation>请腾出磁盘空间，或换一个磁盘。</translation>
    </message>
    <message>
        <source>The picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Its ending does not say in which format.</source>
        <translation>扩展名没有说明格式。</translation>
    </message>
    <message>
        <source>End the name in .png, .jpg, .webp or .tif.</source>
        <translation>请以 .png、.jpg、.webp 或 .tif 结尾。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请换一个名字。</translation>
    </message>
</context>
<context>
    <name>focal::PlanChips</name>
    <message>
        <source>then</source>
        <comment>between two edits</comment>
        <translation>然后</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>做什么</translation>
    </message>
    <message>
        <source>What to do. Click to choose another.</source>
        <translation>做什么。点击可换一种。</translation>
    </message>
    <message>
        <source>Background in one colour</source>
        <translation>纯色背景</translation>
    </message>
    <message>
        <source>Background blurred</source>
        <translation>虚化背景</translation>
    </message>
    <message>
        <source>Of what</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>What is meant. Click to name something else.</source>
        <translation>所指的东西。点击可改名。</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>The colour. Click to choose another.</source>
        <translation>颜色。点击可换一种。</translation>
    </message>
    <message>
        <source>How much</source>
        <translation>程度</translation>
    </message>
    <message>
        <source>How much. Click to change it.</source>
        <translation>程度。点击可修改。</translation>
    </message>
    <message>
        <source>What is meant</source>
        <translation>所指的东西</translation>
    </message>
    <message>
        <source>Empty: %1</source>
        <translation>留空：%1</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Where it goes. Click to choose another place.</source>
        <translation>放置的位置。点击另选。</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Which look. Click to choose another.</source>
        <translation>哪种风格。点击另选。</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What is to be drawn. Click to say it differently.</source>
        <translation>要绘制的内容。点击换个说法。</translation>
    </message>
    <message>
        <source>What is to be drawn</source>
        <translation>要绘制的内容</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>图案</translation>
    </message>
    <message>
        <source>Which pattern. Click to choose another.</source>
        <translation>哪种图案。点击另选。</translation>
    </message>
    <message>
        <source>suits it</source>
        <translation>自动配色</translation>
    </message>
    <message>
        <source>A colour of the pattern. Click to choose another.</source>
        <translation>图案的一种颜色。点击另选。</translation>
    </message>
    <message>
        <source>Size %1 %</source>
        <translation>大小 %1 %</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>How large the pattern is. Click to change it.</source>
        <translation>图案的大小。点击更改。</translation>
    </message>
    <message>
        <source>all text</source>
        <translation>所有文字</translation>
    </message>
    <message>
        <source>Text before</source>
        <translation>原文字</translation>
    </message>
    <message>
        <source>The text that goes. Click to change it.</source>
        <translation>要换掉的文字。点击更改。</translation>
    </message>
    <message>
        <source>Empty: all text</source>
        <translation>留空：所有文字</translation>
    </message>
    <message>
        <source>Text after</source>
        <translation>新文字</translation>
    </message>
    <message>
        <source>The text that comes. Click to change it.</source>
        <translation>换上的文字。点击更改。</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>The text. Click to change it.</source>
        <translation>文字内容。点击更改。</translation>
    </message>
    <message>
        <source>legible colour</source>
        <translation>易读的颜色</translation>
    </message>
    <message>
        <source>The colour of the text. Click to choose another.</source>
        <translation>文字的颜色。点击另选。</translation>
    </message>
    <message>
        <source>Which picture</source>
        <translation>哪张图片</translation>
    </message>
    <message>
        <source>Which of the reference pictures. Click to choose another.</source>
        <translation>哪张参考图片。点击另选。</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>The form that is kept. Click to change it.</source>
        <translation>保留的画幅。点击更改。</translation>
    </message>
    <message>
        <source>Such as 16:9, or 800 x 600 pixels</source>
        <translation>例如 16:9，或 800 x 600 像素</translation>
    </message>
    <message>
        <source>Empty: any form</source>
        <translation>留空：任意画幅</translation>
    </message>
    <message>
        <source>cuts up to %1 %</source>
        <translation>最多裁去 %1 %</translation>
    </message>
    <message>
        <source>no more cut off</source>
        <translation>不再裁去</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>裁去</translation>
    </message>
    <message>
        <source>What is cut off at each side. Click to change it.</source>
        <translation>各边裁去多少。点击更改。</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>上</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>下</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>角度</translation>
    </message>
    <message>
        <source>By how much, clockwise. Click to change it.</source>
        <translation>顺时针旋转多少。点击更改。</translation>
    </message>
    <message>
        <source>Corners</source>
        <translation>四角</translation>
    </message>
    <message>
        <source>What becomes of the corners. Click to choose.</source>
        <translation>四角如何处理。点击选择。</translation>
    </message>
    <message>
        <source>The colour of the corners. Click to choose another.</source>
        <translation>四角的颜色。点击另选。</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Which sides change places. Click to choose.</source>
        <translation>哪两边互换。点击选择。</translation>
    </message>
    <message>
        <source>what you marked</source>
        <translation>你标出的部分</translation>
    </message>
</context>
<context>
    <name>focal::PlanNames</name>
    <message>
        <source>Recolour</source>
        <translation>换色</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Adjust</source>
        <translation>调整</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>Draw something new</source>
        <translation>画新东西</translation>
    </message>
    <message>
        <source>Not understood</source>
        <translation>没听懂</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>Warmth</source>
        <translation>色温</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>饱和度</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>锐度</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>图案</translation>
    </message>
    <message>
        <source>Replace text</source>
        <translation>替换文字</translation>
    </message>
    <message>
        <source>Add text</source>
        <translation>添加文字</translation>
    </message>
    <message>
        <source>Place picture</source>
        <translation>放置图片</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>翻转</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Another one</source>
        <translation>换一个目标</translation>
    </message>
    <message>
        <source>behind everything</source>
        <translation>整个背景</translation>
    </message>
    <message>
        <source>replaces nothing</source>
        <translation>不替换任何东西</translation>
    </message>
    <message>
        <source>anywhere</source>
        <translation>任意位置</translation>
    </message>
    <message>
        <source>whole picture</source>
        <translation>整张图片</translation>
    </message>
    <message>
        <source>Stripes</source>
        <translation>条纹</translation>
    </message>
    <message>
        <source>Upright stripes</source>
        <translation>竖条纹</translation>
    </message>
    <message>
        <source>Slanting stripes</source>
        <translation>斜条纹</translation>
    </message>
    <message>
        <source>Dots</source>
        <translation>圆点</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>方格</translation>
    </message>
    <message>
        <source>Plaid</source>
        <translation>苏格兰格</translation>
    </message>
    <message>
        <source>Zigzag</source>
        <translation>锯齿纹</translation>
    </message>
    <message>
        <source>Waves</source>
        <translation>波浪</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>星星</translation>
    </message>
    <message>
        <source>Hearts</source>
        <translation>爱心</translation>
    </message>
    <message>
        <source>Flowers</source>
        <translation>花朵</translation>
    </message>
    <message>
        <source>Camouflage</source>
        <translation>迷彩</translation>
    </message>
    <message>
        <source>Black and white</source>
        <translation>黑白</translation>
    </message>
    <message>
        <source>Sepia</source>
        <translation>棕褐色</translation>
    </message>
    <message>
        <source>Pencil sketch</source>
        <translation>铅笔素描</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>胶片</translation>
    </message>
    <message>
        <source>Vintage</source>
        <translation>复古</translation>
    </message>
    <message>
        <source>Cinematic</source>
        <translation>电影感</translation>
    </message>
    <message>
        <source>Fresh and bright</source>
        <translation>清新明亮</translation>
    </message>
    <message>
        <source>Negative</source>
        <translation>负片</translation>
    </message>
    <message>
        <source>a calm place</source>
        <translation>空白处</translation>
    </message>
    <message>
        <source>top left</source>
        <translation>左上角</translation>
    </message>
    <message>
        <source>top</source>
        <translation>上方</translation>
    </message>
    <message>
        <source>top right</source>
        <translation>右上角</translation>
    </message>
    <message>
        <source>left</source>
        <translation>左边</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>中间</translation>
    </message>
    <message>
        <source>right</source>
        <translation>右边</translation>
    </message>
    <message>
        <source>bottom left</source>
        <translation>左下角</translation>
    </message>
    <message>
        <source>bottom</source>
        <translation>下方</translation>
    </message>
    <message>
        <source>bottom right</source>
        <translation>右下角</translation>
    </message>
    <message>
        <source>corners cut off</source>
        <translation>裁去四角</translation>
    </message>
    <message>
        <source>corners filled</source>
        <translation>填充四角</translation>
    </message>
    <message>
        <source>corners transparent</source>
        <translation>四角透明</translation>
    </message>
    <message>
        <source>left and right</source>
        <translation>左右</translation>
    </message>
    <message>
        <source>top and bottom</source>
        <translation>上下</translation>
    </message>
    <message>
        <source>Picture %1</source>
        <translation>图片 %1</translation>
    </message>
    <message>
        <source>any form</source>
        <translation>任意画幅</translation>
    </message>
</context>
<context>
    <name>focal::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>Th&amp;reads</source>
        <translation>线程数(&amp;R)</translation>
    </message>
    <message>
        <source>Lar&amp;gest picture</source>
        <translation>最大图片(&amp;G)</translation>
    </message>
    <message>
        <source>As many as there are</source>
        <translation>有多少用多少</translation>
    </message>
    <message>
        <source>How many threads an edit uses at a time.</source>
        <translation>一次编辑同时使用的线程数。</translation>
    </message>
    <message>
        <source> megapixels</source>
        <translation> 百万像素</translation>
    </message>
    <message>
        <source>Larger pictures are not opened; they would need more memory than there may be.</source>
        <translation>更大的图片不会打开；它们需要的内存可能超出所有。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
</context>
<context>
    <name>focal::ProgressOverlay</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 · %2 %</source>
        <translation>%1 · %2 %</translation>
    </message>
</context>
<context>
    <name>focal::PromptTemplate</name>
    <message>
        <source>The instruction holds &quot;%1&quot;, which stands for a picture in this model&apos;s language.</source>
        <translation>指令中含有“%1”，它在此模型中代表图片。</translation>
    </message>
    <message>
        <source>Leave it out.</source>
        <translation>请去掉它。</translation>
    </message>
</context>
<context>
    <name>focal::PublishedTensors</name>
    <message>
        <source>The model&apos;s configuration cannot be used.</source>
        <translation>模型的配置无法使用。</translation>
    </message>
    <message>
        <source>Expected &quot;%1&quot; from 1 to %2, got %3.</source>
        <translation>“%1”应为 1 到 %2，实际为 %3。</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Fetch config.json again.</source>
        <translation>请重新下载 config.json。</translation>
    </message>
    <message>
        <source>%1 cannot be used.</source>
        <translation>%1 无法使用。</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>请检查路径。</translation>
    </message>
    <message>
        <source>It has %1 bytes; the limit is %2.</source>
        <translation>它有 %1 字节；上限是 %2。</translation>
    </message>
    <message>
        <source>It holds no JSON object.</source>
        <translation>其中不是 JSON 对象。</translation>
    </message>
    <message>
        <source>It is not valid JSON at byte %1: %2.</source>
        <translation>字节 %1 处不是有效的 JSON：%2。</translation>
    </message>
    <message>
        <source>Fetch the file again.</source>
        <translation>请重新获取该文件。</translation>
    </message>
</context>
<context>
    <name>focal::QueueRow</name>
    <message>
        <source>Waiting for the model</source>
        <translation>等待模型</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>%1 · %2 %</source>
        <translation>%1 · %2 %</translation>
    </message>
    <message>
        <source>Stop: %1</source>
        <translation>停止：%1</translation>
    </message>
    <message>
        <source>Remove: %1</source>
        <translation>移除：%1</translation>
    </message>
    <message>
        <source>Stop (Delete)</source>
        <translation>停止（Delete）</translation>
    </message>
    <message>
        <source>Remove from the queue (Delete)</source>
        <translation>从队列中移除（Delete）</translation>
    </message>
    <message>
        <source>%1
Drag to another place, or Alt+Up and Alt+Down</source>
        <translation>%1
拖到别的位置，或用 Alt+上/下方向键</translation>
    </message>
</context>
<context>
    <name>focal::QueueView</name>
    <message>
        <source>Nothing is waiting.</source>
        <translation>没有等待的任务。</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
</context>
<context>
    <name>focal::QwenCost</name>
    <message>
        <source>about %1 min. %2</source>
        <translation>约 %1 分钟。%2</translation>
    </message>
</context>
<context>
    <name>focal::QwenEditSettings</name>
    <message>
        <source>The setting “%1” cannot be used.</source>
        <translation>设置“%1”无法使用。</translation>
    </message>
    <message>
        <source>It must be a number from %1 to %2.</source>
        <translation>必须是 %1 到 %2 之间的数。</translation>
    </message>
    <message>
        <source>Width and height are needed together.</source>
        <translation>宽和高必须同时给出。</translation>
    </message>
    <message>
        <source>An adapter without a file.</source>
        <translation>有适配器没有给出文件。</translation>
    </message>
    <message>
        <source>The model has blocks 0 to %1.</source>
        <translation>模型的块编号为 0 到 %1。</translation>
    </message>
    <message>
        <source>It must be choose, region or whole.</source>
        <translation>必须是 choose、region 或 whole。</translation>
    </message>
</context>
<context>
    <name>focal::QwenImageEditModel</name>
    <message>
        <source>This edit does not fit on this machine.</source>
        <translation>这台电脑放不下这次编辑。</translation>
    </message>
    <message>
        <source>Qwen-Image-Edit with the weights in %1.</source>
        <translation>使用 %1 中权重的 Qwen-Image-Edit。</translation>
    </message>
    <message>
        <source>The model left the picture as it is.</source>
        <translation>模型没有改动图片。</translation>
    </message>
    <message>
        <source>Drawn. The whole picture changed.</source>
        <translation>已绘制。整张图片都改变了。</translation>
    </message>
    <message>
        <source>Drawn. %1 % of the picture changed; the rest is untouched.</source>
        <translation>已绘制。图片的 %1 % 改变了，其余部分未动。</translation>
    </message>
    <message>
        <source>Draws what the instruction asks for, with the published weights.</source>
        <translation>用已发布的权重画出指令所要求的内容。</translation>
    </message>
    <message>
        <source>These are too many pictures.</source>
        <translation>图片太多了。</translation>
    </message>
    <message>
        <source>%1 takes %2 with the one being edited.</source>
        <translation>%1 连同正在编辑的图片最多接受 %2 张。</translation>
    </message>
    <message>
        <source>%1 draws; it does not point at things.</source>
        <translation>%1 只绘制，不负责指出物体。</translation>
    </message>
    <message>
        <source>Choose Focal Compact for that.</source>
        <translation>请为此选择 Focal Compact。</translation>
    </message>
</context>
<context>
    <name>focal::QwenImageVae</name>
    <message>
        <source>The model&apos;s picture coder cannot be used.</source>
        <translation>无法使用该模型的图像编解码器。</translation>
    </message>
    <message>
        <source>Its config.json gives no usable value for %1.</source>
        <translation>其 config.json 没有给出可用的 %1 值。</translation>
    </message>
    <message>
        <source>Take the vae folder that belongs to Qwen-Image-Edit.</source>
        <translation>请使用 Qwen-Image-Edit 自带的 vae 文件夹。</translation>
    </message>
</context>
<context>
    <name>focal::QwenModelParts</name>
    <message>
        <source>the tokenizer (vocab.json and merges.txt, or tokenizer.json)</source>
        <translation>分词器（vocab.json 和 merges.txt，或 tokenizer.json）</translation>
    </message>
    <message>
        <source>%1 is not a whole model.</source>
        <translation>%1 不是完整的模型。</translation>
    </message>
    <message>
        <source>It lacks %1.</source>
        <translation>缺少%1。</translation>
    </message>
    <message>
        <source>Put the missing files into the same folder.</source>
        <translation>请把缺少的文件放进同一个文件夹。</translation>
    </message>
</context>
<context>
    <name>focal::QwenTokenizer</name>
    <message>
        <source>The tokenizer %1 cannot be used.</source>
        <translation>无法使用分词器 %1。</translation>
    </message>
    <message>
        <source>Take the tokenizer&apos;s files from the model&apos;s own download.</source>
        <translation>请使用模型自带的分词器文件。</translation>
    </message>
    <message>
        <source>The number %1 of a token is out of range or given twice.</source>
        <translation>词元编号 %1 超出范围或重复。</translation>
    </message>
    <message>
        <source>The byte %1 has no token.</source>
        <translation>字节 %1 没有对应的词元。</translation>
    </message>
    <message>
        <source>The merge of &quot;%1&quot; and &quot;%2&quot; names a token that is not in the vocabulary.</source>
        <translation>“%1”与“%2”的合并用到了词表中没有的词元。</translation>
    </message>
    <message>
        <source>An added token has no text or number.</source>
        <translation>某个附加词元没有文字或编号。</translation>
    </message>
    <message>
        <source>The token %1 is missing.</source>
        <translation>缺少词元 %1。</translation>
    </message>
</context>
<context>
    <name>focal::QwenVocabulary</name>
    <message>
        <source>The tokenizer file %1 cannot be used.</source>
        <translation>无法使用分词器文件 %1。</translation>
    </message>
    <message>
        <source>Take the tokenizer&apos;s files from the model&apos;s own download.</source>
        <translation>请使用模型自带的分词器文件。</translation>
    </message>
    <message>
        <source>It is larger than any tokenizer.</source>
        <translation>它比任何分词器都大。</translation>
    </message>
    <message>
        <source>It is not JSON: %1</source>
        <translation>它不是 JSON：%1</translation>
    </message>
    <message>
        <source>It is not a JSON object.</source>
        <translation>它不是 JSON 对象。</translation>
    </message>
    <message>
        <source>A token&apos;s number is no whole number.</source>
        <translation>某个词元的编号不是整数。</translation>
    </message>
    <message>
        <source>A merge is not two tokens with a space between.</source>
        <translation>某条合并规则不是以空格分隔的两个词元。</translation>
    </message>
    <message>
        <source>An added token has no text or number.</source>
        <translation>某个附加词元没有文字或编号。</translation>
    </message>
    <message>
        <source>A merge is not two tokens.</source>
        <translation>某条合并规则不是两个词元。</translation>
    </message>
    <message>
        <source>It describes another kind of tokenizer than Qwen2&apos;s.</source>
        <translation>它描述的不是 Qwen2 的分词器。</translation>
    </message>
</context>
<context>
    <name>focal::ReferenceController</name>
    <message>
        <source>There is no picture on the clipboard.</source>
        <translation>剪贴板里没有图片。</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>What was pasted is not a picture.</source>
        <translation>粘贴的内容不是图片。</translation>
    </message>
    <message numerus="yes">
        <source>There is room for %n reference picture(s). Take one away first.</source>
        <translation>
            <numerusform>最多可放 %n 张参考图片，请先移除一张。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>focal::ReferenceStrip</name>
    <message>
        <source>Picture %1</source>
        <translation>图片 %1</translation>
    </message>
    <message>
        <source>%1, %2
Drag it, or press Alt with an arrow key, to change the order; Delete takes it away</source>
        <translation>%1，%2
拖动，或按 Alt 加方向键更改顺序；Delete 移除</translation>
    </message>
    <message>
        <source>Reading the picture…</source>
        <translation>正在读取图片…</translation>
    </message>
    <message>
        <source>Add the picture that you mean: drop it here, paste it, or choose a file.</source>
        <translation>请添加所指的图片：拖到这里、粘贴，或选择文件。</translation>
    </message>
    <message>
        <source>Drop a logo or another picture here, then say “place picture 2 at the top right”.</source>
        <translation>把标志或其他图片拖到这里，然后说“把图片2放在右上角”。</translation>
    </message>
    <message>
        <source>References</source>
        <translation>参考图片</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Add a reference picture from a file</source>
        <translation>从文件添加参考图片</translation>
    </message>
    <message>
        <source>Hide the reference pictures</source>
        <translation>隐藏参考图片</translation>
    </message>
    <message>
        <source>Reference pictures</source>
        <translation>参考图片</translation>
    </message>
    <message>
        <source>Move &amp;Up</source>
        <translation>上移(&amp;U)</translation>
    </message>
    <message>
        <source>Move &amp;Down</source>
        <translation>下移(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Add…</source>
        <translation>添加(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
</context>
<context>
    <name>focal::SafetensorsFile</name>
    <message>
        <source>unknown type &quot;%1&quot;</source>
        <translation>未知类型“%1”</translation>
    </message>
    <message>
        <source>expected a range within 0 to %1, got %2 to %3</source>
        <translation>应在 0 到 %1 之内，实为 %2 到 %3</translation>
    </message>
    <message>
        <source>%1 %2 needs %3 bytes, got %4</source>
        <translation>%1 %2 需要 %3 字节，实有 %4</translation>
    </message>
    <message>
        <source>more than 2^63</source>
        <translation>超过 2^63</translation>
    </message>
    <message>
        <source>its bytes %1 to %2 overlap those of &quot;%3&quot;</source>
        <translation>它的第 %1 到 %2 字节与“%3”的重叠</translation>
    </message>
    <message>
        <source>bytes %1 to %2 before it belong to no tensor</source>
        <translation>它之前的第 %1 到 %2 字节不属于任何张量</translation>
    </message>
    <message>
        <source>(end of file)</source>
        <translation>（文件末尾）</translation>
    </message>
    <message>
        <source>bytes %1 to %2 belong to no tensor</source>
        <translation>第 %1 到 %2 字节不属于任何张量</translation>
    </message>
    <message>
        <source>expected once, got %1 times</source>
        <translation>应出现一次，实为 %1 次</translation>
    </message>
</context>
<context>
    <name>focal::SafetensorsHeader</name>
    <message>
        <source>The metadata have the key &quot;%1&quot; twice.</source>
        <translation>元数据中键“%1”出现了两次。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; lacks its dtype, shape or data_offsets.</source>
        <translation>“%1”缺少 dtype、shape 或 data_offsets。</translation>
    </message>
    <message>
        <source>The data_offsets of &quot;%1&quot; are not two numbers.</source>
        <translation>“%1”的 data_offsets 不是两个数。</translation>
    </message>
    <message>
        <source>It is not valid JSON at byte %1, near &quot;%2&quot;.</source>
        <translation>第 %1 字节处不是合法的 JSON，在“%2”附近。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; comes twice.</source>
        <translation>“%1”出现了两次。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has an unknown member &quot;%2&quot;.</source>
        <translation>“%1”有未知成员“%2”。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has its &quot;%2&quot; twice.</source>
        <translation>“%1”的“%2”出现了两次。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has %2 where a whole number from 0 to 2^63 - 1 must stand.</source>
        <translation>“%1”里有 %2，此处必须是 0 到 2^63 - 1 的整数。</translation>
    </message>
    <message>
        <source>Its structure is not that of a safetensors header.</source>
        <translation>它的结构不是 safetensors 文件头。</translation>
    </message>
    <message>
        <source>Its structure is not that of a safetensors header, at or after &quot;%1&quot;.</source>
        <translation>从“%1”处起，它的结构不是 safetensors 文件头。</translation>
    </message>
    <message>
        <source>%1 is not a usable safetensors file.</source>
        <translation>%1 不是可用的 safetensors 文件。</translation>
    </message>
    <message>
        <source>Fetch the file again.</source>
        <translation>请重新获取该文件。</translation>
    </message>
    <message>
        <source>It has %1 bytes, too few for the length of a header.</source>
        <translation>它只有 %1 字节，连文件头长度都不够。</translation>
    </message>
    <message>
        <source>Its header claims %1 bytes; the limit is %2.</source>
        <translation>文件头自称 %1 字节；上限是 %2。</translation>
    </message>
    <message>
        <source>Its header claims %1 bytes, but only %2 follow: the file is cut off.</source>
        <translation>文件头自称 %1 字节，后面却只有 %2：文件不完整。</translation>
    </message>
</context>
<context>
    <name>focal::SafetensorsWriter</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>无法写入 %1。</translation>
    </message>
    <message>
        <source>It is a folder or a device.</source>
        <translation>它是文件夹或设备。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请换一个名字。</translation>
    </message>
    <message>
        <source>Make room on the disk and retry.</source>
        <translation>请腾出磁盘空间后重试。</translation>
    </message>
    <message>
        <source>Choose a folder to which you may write.</source>
        <translation>请选择有写入权限的文件夹。</translation>
    </message>
</context>
<context>
    <name>focal::SaveDialog</name>
    <message>
        <source>Save Picture</source>
        <translation>保存图片</translation>
    </message>
    <message>
        <source>Lossless</source>
        <translation>无损</translation>
    </message>
    <message>
        <source>Keeps every pixel as it is; the file is larger</source>
        <translation>每个像素保持原样；文件更大</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Keeps every pixel as it is</source>
        <translation>每个像素保持原样</translation>
    </message>
</context>
<context>
    <name>focal::StageFiles</name>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>无法建立文件夹 %1。</translation>
    </message>
    <message>
        <source>Choose another.</source>
        <translation>请另选一个。</translation>
    </message>
</context>
<context>
    <name>focal::Stages</name>
    <message>
        <source>Reading the sentence</source>
        <translation>正在读句子</translation>
    </message>
    <message>
        <source>Looking at the picture</source>
        <translation>正在看图片</translation>
    </message>
    <message>
        <source>Looking for it</source>
        <translation>正在寻找</translation>
    </message>
    <message>
        <source>Finding its edges</source>
        <translation>正在找边缘</translation>
    </message>
    <message>
        <source>Changing it</source>
        <translation>正在修改</translation>
    </message>
    <message>
        <source>Laying it over the picture</source>
        <translation>正在合成</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>正在处理</translation>
    </message>
</context>
<context>
    <name>focal::TensorFault</name>
    <message>
        <source>Missing</source>
        <translation>缺少</translation>
    </message>
    <message>
        <source>Not wanted</source>
        <translation>多余</translation>
    </message>
    <message>
        <source>More than once</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Of the wrong shape</source>
        <translation>形状不对</translation>
    </message>
    <message>
        <source>Of the wrong type</source>
        <translation>类型不对</translation>
    </message>
    <message>
        <source>Outside the file</source>
        <translation>超出文件</translation>
    </message>
    <message>
        <source>Inconsistent</source>
        <translation>前后矛盾</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>还有 %1 个</translation>
    </message>
    <message>
        <source>expected %1 %2</source>
        <translation>应为 %1 %2</translation>
    </message>
    <message>
        <source>The tensors in %1 are not what is needed.</source>
        <translation>%1 里的张量不是所需要的。</translation>
    </message>
    <message>
        <source>Fetch the file again, or choose the file that belongs to this model.</source>
        <translation>请重新获取该文件，或选择属于这个模型的文件。</translation>
    </message>
    <message>
        <source>expected %1, got %2</source>
        <translation>应为 %1，实为 %2</translation>
    </message>
    <message>
        <source>expected nothing, got %1 %2</source>
        <translation>不应有，实为 %1 %2</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>weights stored as %1 are not read</source>
        <translation>不支持以 %1 存储的权重</translation>
    </message>
</context>
<context>
    <name>focal::TensorSet</name>
    <message>
        <source>quantised as &quot;%1&quot;; float8_e4m3fn and float8_e5m2 are read</source>
        <translation>量化格式为“%1”；支持 float8_e4m3fn 和 float8_e5m2</translation>
    </message>
    <message>
        <source>a second scale of &quot;%1&quot;</source>
        <translation>“%1”的第二个缩放系数</translation>
    </message>
    <message>
        <source>weights stored as %1 are not read</source>
        <translation>不支持以 %1 存储的权重</translation>
    </message>
    <message>
        <source>in more than one file</source>
        <translation>在多个文件里</translation>
    </message>
    <message>
        <source>one of the %1 tensors that make it up</source>
        <translation>组成它的 %1 个张量之一</translation>
    </message>
    <message>
        <source>its parts %1 and %2 do not fit together</source>
        <translation>其部分 %1 与 %2 不相配</translation>
    </message>
    <message>
        <source>the scale of a tensor that is not there</source>
        <translation>缩放系数所属的张量不存在</translation>
    </message>
    <message>
        <source>a scale %1 %2 for %3 %4</source>
        <translation>%3 %4 的缩放系数为 %1 %2</translation>
    </message>
    <message>
        <source>%1 holds no %2 of Qwen-Image-Edit.</source>
        <translation>%1 不含 Qwen-Image-Edit 的%2。</translation>
    </message>
    <message>
        <source>Choose another file for it.</source>
        <translation>请为它选择其他文件。</translation>
    </message>
</context>
<context>
    <name>focal::TextEncoder</name>
    <message>
        <source>The tokenizer does not belong to this text encoder.</source>
        <translation>该分词器不属于此文本编码器。</translation>
    </message>
    <message>
        <source>It gives the number %1, and the model knows %2 tokens.</source>
        <translation>它给出了编号 %1，而模型只有 %2 个词元。</translation>
    </message>
    <message>
        <source>Take the tokenizer&apos;s files from the model&apos;s own download.</source>
        <translation>请使用模型自带的分词器文件。</translation>
    </message>
</context>
<context>
    <name>focal::TextEncoderConfig</name>
    <message>
        <source>The description %1 of the text encoder cannot be used.</source>
        <translation>无法使用文本编码器的描述 %1。</translation>
    </message>
    <message>
        <source>Focal reads the text encoder of Qwen-Image-Edit (Qwen2.5-VL).</source>
        <translation>聚焦可读取 Qwen-Image-Edit 的文本编码器（Qwen2.5-VL）。</translation>
    </message>
    <message>
        <source>%1 is not a positive number.</source>
        <translation>%1 不是正数。</translation>
    </message>
    <message>
        <source>%1 is not a whole number in range.</source>
        <translation>%1 不是范围内的整数。</translation>
    </message>
    <message>
        <source>%1 is &quot;%2&quot;, which Focal does not know.</source>
        <translation>%1 为“%2”，聚焦不支持。</translation>
    </message>
    <message>
        <source>The sizes of its vision part do not fit together.</source>
        <translation>其视觉部分的尺寸互不相符。</translation>
    </message>
    <message>
        <source>It attends within sliding windows, which Focal does not know.</source>
        <translation>它使用滑动窗口注意力，聚焦不支持。</translation>
    </message>
    <message>
        <source>%1 is not three numbers.</source>
        <translation>%1 不是三个数。</translation>
    </message>
    <message>
        <source>The sizes of its language part do not fit together.</source>
        <translation>其语言部分的尺寸互不相符。</translation>
    </message>
    <message>
        <source>It is too large for a description.</source>
        <translation>它太大，不可能是描述文件。</translation>
    </message>
    <message>
        <source>It is not a JSON object.</source>
        <translation>它不是 JSON 对象。</translation>
    </message>
    <message>
        <source>It has no vision part.</source>
        <translation>它没有视觉部分。</translation>
    </message>
    <message>
        <source>Its two parts are of different widths.</source>
        <translation>其两部分的宽度不同。</translation>
    </message>
</context>
<context>
    <name>focal::TransformerConfig</name>
    <message>
        <source>This is no transformer of Qwen-Image-Edit.</source>
        <translation>这不是 Qwen-Image-Edit 的变换器。</translation>
    </message>
    <message>
        <source>Choose a folder or file of Qwen-Image-Edit, 2509 or 2511.</source>
        <translation>请选择 Qwen-Image-Edit、2509 或 2511 的文件夹或文件。</translation>
    </message>
    <message>
        <source>Its config.json gives no usable value for %1.</source>
        <translation>其 config.json 没有给出可用的 %1 值。</translation>
    </message>
    <message>
        <source>The channels of its rotary positions do not add up to a head&apos;s.</source>
        <translation>其旋转位置的通道数之和与注意力头的通道数不符。</translation>
    </message>
    <message>
        <source>Its tokens do not hold whole patches of the latent picture.</source>
        <translation>其词元不包含潜在图像的完整图块。</translation>
    </message>
    <message>
        <source>Its config.json names the class %1.</source>
        <translation>其 config.json 中的类名为 %1。</translation>
    </message>
    <message>
        <source>It asks for %1, which belongs to another model.</source>
        <translation>它要求 %1，那属于另一种模型。</translation>
    </message>
    <message>
        <source>It has no matrix %1.</source>
        <translation>它没有矩阵 %1。</translation>
    </message>
    <message>
        <source>It has no tensor %1.</source>
        <translation>它没有张量 %1。</translation>
    </message>
</context>
<context>
    <name>focal::TurnCard</name>
    <message>
        <source>This is the picture that you see</source>
        <translation>这就是现在显示的图片</translation>
    </message>
    <message>
        <source>The values before (Left)</source>
        <translation>之前的数值（左方向键）</translation>
    </message>
    <message>
        <source>The values after (Right)</source>
        <translation>之后的数值（右方向键）</translation>
    </message>
    <message>
        <source>Version before</source>
        <translation>上一版</translation>
    </message>
    <message>
        <source>Version after</source>
        <translation>下一版</translation>
    </message>
</context>
<context>
    <name>focal::TurnsPanel</name>
    <message>
        <source>Turns</source>
        <translation>轮次</translation>
    </message>
</context>
<context>
    <name>focal::WelcomeView</name>
    <message>
        <source>Open a picture, then say what should change</source>
        <translation>打开一张图片，然后说要改什么</translation>
    </message>
    <message>
        <source>Drop one anywhere in this window, or paste one.</source>
        <translation>拖到窗口任意位置，或者粘贴。</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Open a picture</source>
        <translation>打开一张图片</translation>
    </message>
    <message>
        <source>Try the Sample Photo</source>
        <translation>试试示例照片</translation>
    </message>
    <message>
        <source>Open the photo that comes with Focal</source>
        <translation>打开聚焦自带的照片</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Recolour, remove, pattern, light, looks, background, text, pictures, crop, turn, mirror: in Chinese or English.</source>
        <translation>换色、移除、图案、光线、风格、背景、文字、放图、裁剪、旋转、镜像：中英文皆可。</translation>
    </message>
</context>
<context>
    <name>focal::WordChip</name>
    <message>
        <source>Point here to see where the model looked for this word; click to keep it</source>
        <translation>指向这里可看模型在哪里找这个词；点击则固定</translation>
    </message>
    <message>
        <source>This was looked for</source>
        <translation>找的就是它</translation>
    </message>
</context>
<context>
    <name>focal::cli</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>无法写入 %1。</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>无法建立文件夹 %1。</translation>
    </message>
    <message>
        <source>Change a picture as the instruction says.</source>
        <translation>按指令修改图片。</translation>
    </message>
    <message>
        <source>Only find what the phrase names.</source>
        <translation>只查找短语所指的东西。</translation>
    </message>
    <message>
        <source>Only say how an instruction is understood.</source>
        <translation>只说明如何理解指令。</translation>
    </message>
    <message>
        <source>Explain a command.</source>
        <translation>说明一个命令。</translation>
    </message>
    <message>
        <source>The edited picture; its ending decides the format.</source>
        <translation>修改后的图片；扩展名决定格式。</translation>
    </message>
    <message>
        <source>A further picture that the instruction speaks of; may be repeated.</source>
        <translation>指令提到的另一张图片；可以重复。</translation>
    </message>
    <message>
        <source>For models that draw: the same seed gives the same picture.</source>
        <translation>用于生成式模型：同样的种子得到同样的图片。</translation>
    </message>
    <message>
        <source>Save what may have changed: white (above 0) wherever any byte differs.</source>
        <translation>保存可能改动的区域：有字节不同的地方为白色（大于 0）。</translation>
    </message>
    <message>
        <source>Save where the model looked for each word, as pictures and as numbers.</source>
        <translation>保存模型为每个词看了哪里，既有图片也有数值。</translation>
    </message>
    <message>
        <source>-o OUT is missing: where should the edited picture go?</source>
        <translation>缺少 -o OUT：修改后的图片存到哪里？</translation>
    </message>
    <message>
        <source>This edit does not fit on this machine.</source>
        <translation>这台电脑放不下这次编辑。</translation>
    </message>
    <message>
        <source>Save the region that was found, white, soft at its edge.</source>
        <translation>保存找到的区域，白色，边缘柔和。</translation>
    </message>
    <message>
        <source>“%1” was not found in the picture.</source>
        <translation>图片里没有找到“%1”。</translation>
    </message>
    <message>
        <source>Found “%1” at %2,%3, %4 x %5 pixels.</source>
        <translation>找到“%1”，位于 %2,%3，大小 %4 x %5 像素。</translation>
    </message>
    <message>
        <source>Focal: say what should change in a picture.</source>
        <translation>聚焦：说出图片要改什么。</translation>
    </message>
    <message>
        <source>Exit codes: 0 done; 1 internal error; 2 bad usage; 3 a file or picture cannot be used; 4 cannot do this, not found, or not understood; 5 stopped (Ctrl+C; a second one ends the program at once); 6 refused: it would write over a picture that is read (without --overwrite), over a folder, or twice to one file; 7 does not fit into memory or onto the disk. A failure is one line on standard error. An edit that does nothing writes no picture; an existing output file is replaced by one that does.</source>
        <translation>退出码：0 完成；1 内部错误；2 用法错误；3 文件或图片无法使用；4 做不到、没找到或没听懂；5 已停止（Ctrl+C；再按一次立即结束程序）；6 已拒绝：会覆盖正在读取的图片（未加 --overwrite）、覆盖文件夹，或两次写入同一文件；7 内存或磁盘放不下。失败时标准错误输出一行说明。没有改动的编辑不写图片；有改动时会替换已有的输出文件。</translation>
    </message>
    <message>
        <source>There is no command “%1”.</source>
        <translation>没有命令“%1”。</translation>
    </message>
    <message>
        <source>See “focal-cli help”.</source>
        <translation>见“focal-cli help”。</translation>
    </message>
    <message>
        <source>Without a command, all of them are listed.</source>
        <translation>不给命令时列出全部。</translation>
    </message>
    <message>
        <source>Stopped before it was done.</source>
        <translation>未完成即已停止。</translation>
    </message>
    <message>
        <source>What should be done?</source>
        <translation>要做什么？</translation>
    </message>
    <message>
        <source>There is not enough memory for this.</source>
        <translation>内存不够。</translation>
    </message>
    <message>
        <source>Internal error: %1</source>
        <translation>内部错误：%1</translation>
    </message>
    <message>
        <source>The region lies outside of the picture.</source>
        <translation>区域在图片之外。</translation>
    </message>
    <message>
        <source>The picture has %1 x %2 pixels.</source>
        <translation>图片有 %1 x %2 像素。</translation>
    </message>
    <message>
        <source>The region mask %1 has another size than the picture.</source>
        <translation>区域蒙版 %1 与图片大小不同。</translation>
    </message>
    <message>
        <source>The mask has %1 x %2 pixels, the picture %3 x %4.</source>
        <translation>蒙版有 %1 x %2 像素，图片有 %3 x %4。</translation>
    </message>
    <message>
        <source>The region mask %1 is all black.</source>
        <translation>区域蒙版 %1 全是黑色。</translation>
    </message>
    <message>
        <source>White marks what may change.</source>
        <translation>白色表示可以改动的地方。</translation>
    </message>
    <message>
        <source>Write a report as JSON; - is standard output.</source>
        <translation>写出 JSON 报告；- 为标准输出。</translation>
    </message>
    <message>
        <source>The model: a name that “model list” shows, or a folder that holds one.</source>
        <translation>模型：“model list”列出的名字，或含有模型的文件夹。</translation>
    </message>
    <message>
        <source>Look only in this rectangle of the picture, in pixels.</source>
        <translation>只在图片的这个矩形内查找，单位为像素。</translation>
    </message>
    <message>
        <source>Change what is white in this picture, of the same size, instead of looking for it.</source>
        <translation>不查找，直接改动这张同样大小的图片里白色的部分。</translation>
    </message>
    <message>
        <source>Let the result replace the picture that was edited.</source>
        <translation>允许结果替换被编辑的图片。</translation>
    </message>
    <message>
        <source>See “focal-cli help %1”.</source>
        <translation>见“focal-cli help %1”。</translation>
    </message>
    <message>
        <source>Too few arguments for “%1”.</source>
        <translation>“%1”的参数太少。</translation>
    </message>
    <message>
        <source>“%1” is one argument too many; an instruction of several words needs quotation marks.</source>
        <translation>多了参数“%1”；多个词的指令需要加引号。</translation>
    </message>
    <message>
        <source>The seed “%1” is no whole number from 0 on.</source>
        <translation>种子“%1”不是从 0 开始的整数。</translation>
    </message>
    <message>
        <source>--region and --region-mask cannot be used together.</source>
        <translation>--region 和 --region-mask 不能同时使用。</translation>
    </message>
    <message>
        <source>The region “%1” is not X,Y,W,H: four whole numbers, width and height above 0.</source>
        <translation>区域“%1”不是 X,Y,W,H：四个整数，宽和高大于 0。</translation>
    </message>
    <message>
        <source>Read it as if something had been pointed at: “remove this”.</source>
        <translation>按已经指出东西的情况理解：“删除这个”。</translation>
    </message>
    <message>
        <source>List the models; say what a model&apos;s files hold and what it costs here; check every tensor.</source>
        <translation>列出模型；说明模型文件的内容及在本机的开销；检查每个张量。</translation>
    </message>
    <message>
        <source>For models that draw: denoising steps.</source>
        <translation>用于会绘制的模型：去噪步数。</translation>
    </message>
    <message>
        <source>For models that draw: how strongly the instruction is followed; 1 is twice as quick.</source>
        <translation>用于会绘制的模型：遵循指令的强度；1 的速度快一倍。</translation>
    </message>
    <message>
        <source>For models that draw: what the picture should not be.</source>
        <translation>用于会绘制的模型：图片不应是什么样。</translation>
    </message>
    <message>
        <source>For models that draw: the size drawn, multiples of 16.</source>
        <translation>用于会绘制的模型：绘制的尺寸，16 的倍数。</translation>
    </message>
    <message>
        <source>For models that draw: an adapter and its strength; may be repeated.</source>
        <translation>用于会绘制的模型：适配器及其强度；可重复给出。</translation>
    </message>
    <message>
        <source>For models that draw: the schedule of Lightning adapters.</source>
        <translation>用于会绘制的模型：Lightning 适配器的步骤安排。</translation>
    </message>
    <message>
        <source>For models that draw: compute in 32 bits, to compare with other programs.</source>
        <translation>用于会绘制的模型：以 32 位计算，便于与其他程序比较。</translation>
    </message>
    <message>
        <source>For models that draw: stretch the picture to the model&apos;s aspect as the published pipeline does.</source>
        <translation>用于会绘制的模型：像已发布的流程那样把图片拉伸到模型的宽高比。</translation>
    </message>
    <message>
        <source>For models that draw: save the tensors of every stage.</source>
        <translation>用于会绘制的模型：保存每个阶段的张量。</translation>
    </message>
    <message>
        <source>--%1 takes a number, not “%2”.</source>
        <translation>--%1 需要一个数，而不是“%2”。</translation>
    </message>
    <message>
        <source>--size takes WxH, for example 1024x768.</source>
        <translation>--size 的格式是 宽x高，例如 1024x768。</translation>
    </message>
    <message>
        <source>%1 %2 in %3 tensors</source>
        <translation>%1 %2，共 %3 个张量</translation>
    </message>
    <message>
        <source>%1: %2, %3, %4 billion parameters, %5</source>
        <translation>%1：%2，%3，%4 十亿参数，%5</translation>
    </message>
    <message>
        <source>Parts of a Qwen-Image-Edit model</source>
        <translation>Qwen-Image-Edit 模型的部件</translation>
    </message>
    <message>
        <source>Not here: %1.</source>
        <translation>缺少：%1。</translation>
    </message>
    <message>
        <source>%1 is not sound.</source>
        <translation>%1 不完好。</translation>
    </message>
    <message>
        <source>Fetch the files again.</source>
        <translation>请重新下载这些文件。</translation>
    </message>
    <message>
        <source>Every tensor is there, of the right shape, and its samples are numbers.</source>
        <translation>所有张量齐全、形状正确，抽样数值有效。</translation>
    </message>
    <message>
        <source>“%1” is nothing that can be done with models; “list”, “inspect” and “verify” are.</source>
        <translation>不能对模型执行“%1”；可用的有“list”、“inspect”和“verify”。</translation>
    </message>
    <message>
        <source>For models that draw: about how many pixels of each picture the model sees; fewer are quicker.</source>
        <translation>对会绘图的模型：模型看到的每张图片大约有多少像素；越少越快。</translation>
    </message>
</context>
<context>
    <name>focal::cli::Outputs</name>
    <message>
        <source>The name %1 says no format. Known endings are png, jpg, jpeg, webp, tif and tiff.</source>
        <translation>文件名 %1 没有说明格式。可用的扩展名有 png、jpg、jpeg、webp、tif 和 tiff。</translation>
    </message>
    <message>
        <source>The mask %1 is a PNG and needs that ending.</source>
        <translation>蒙版 %1 是 PNG，需要以此结尾。</translation>
    </message>
    <message>
        <source>%1 is a file, and a folder is needed.</source>
        <translation>%1 是文件，这里需要文件夹。</translation>
    </message>
    <message>
        <source>The folder %1 does not exist.</source>
        <translation>文件夹 %1 不存在。</translation>
    </message>
    <message>
        <source>%1 is a folder.</source>
        <translation>%1 是文件夹。</translation>
    </message>
    <message>
        <source>Name a file in it.</source>
        <translation>请指定其中的文件。</translation>
    </message>
    <message>
        <source>%1 would replace a picture that is read.</source>
        <translation>%1 会替换正在读取的图片。</translation>
    </message>
    <message>
        <source>Give another name, or --overwrite for the result.</source>
        <translation>请换一个名字，或对结果使用 --overwrite。</translation>
    </message>
    <message>
        <source>Give another name.</source>
        <translation>请换一个名字。</translation>
    </message>
    <message>
        <source>%1 is named for two results.</source>
        <translation>%1 被用于两个结果。</translation>
    </message>
</context>
<context>
    <name>focal::questions</name>
    <message>
        <source>What should change? For example: “make the car red”, or “blur the background”.</source>
        <translation>要改什么？例如：“把车变成红色”，或“虚化背景”。</translation>
    </message>
    <message>
        <source>That is too long to read (more than %1 characters). Which one change should be made?</source>
        <translation>太长了，读不完（超过 %1 个字符）。要做哪一处修改？</translation>
    </message>
    <message>
        <source>I did not understand what should change. Name a thing and what to do with it, for example “make the car red”, “remove the sign”, “brighten the face” or “blur the background”.</source>
        <translation>我没明白要改什么。请说出一样东西和要怎么改，例如“把车变成红色”、“删除招牌”、“把脸调亮”或“虚化背景”。</translation>
    </message>
    <message>
        <source>What should be done with “%1”? It can get another colour, be removed, made brighter, warmer, sharper or blurred.</source>
        <translation>要对“%1”做什么？可以换颜色、移除、调亮、变暖、锐化或模糊。</translation>
    </message>
    <message>
        <source>What should become “%1”? Name the thing, or point at it in the picture.</source>
        <translation>要把什么变成“%1”？请说出来，或在图片里指出来。</translation>
    </message>
    <message>
        <source>Which colour should it be? A name, such as dark green, or a value, such as #2b5fd9.</source>
        <translation>要什么颜色？可以说名字，如深绿色，或数值，如 #2b5fd9。</translation>
    </message>
    <message>
        <source>Which colour should “%1” get? A name, such as dark green, or a value, such as #2b5fd9.</source>
        <translation>要把“%1”变成什么颜色？可以说名字，如深绿色，或数值，如 #2b5fd9。</translation>
    </message>
    <message>
        <source>What should be removed? Name the thing, or point at it in the picture.</source>
        <translation>要移除什么？请说出来，或在图片里指出来。</translation>
    </message>
    <message>
        <source>What should be behind instead? The background can get one colour (“make the background white”) or be blurred.</source>
        <translation>背景要换成什么？可以换成一种颜色（“把背景换成白色”），也可以虚化。</translation>
    </message>
    <message>
        <source>What should “%1” become? Say the colour, or what to do with it: remove, brighten, darken, blur.</source>
        <translation>要把“%1”变成什么样？请说颜色，或要怎么做：移除、调亮、调暗、模糊。</translation>
    </message>
    <message>
        <source>Which thing is meant, and what should it become? For example: “make the cup green”.</source>
        <translation>指的是哪样东西，要变成什么样？例如：“把杯子变成绿色”。</translation>
    </message>
    <message>
        <source>What should be added, and where?</source>
        <translation>要添加什么，加在哪里？</translation>
    </message>
    <message>
        <source>Nothing that is not named changes. What is it that should change?</source>
        <translation>没有说到的都不会变。那么要改的是什么？</translation>
    </message>
    <message>
        <source>Exceptions cannot be read yet. Name the thing that should change, or say “the background” for everything behind it.</source>
        <translation>还读不懂“除了……”。请直接说要改的东西，或用“背景”指它后面的一切。</translation>
    </message>
    <message>
        <source>Resizing, saving and zooming are in the menus. What should change in the picture itself?</source>
        <translation>调整尺寸、保存和缩放在菜单里。图片本身要改什么？</translation>
    </message>
    <message>
        <source>Which words should stand there? Put them in quotation marks, and say where: “add “New” in the top right corner”.</source>
        <translation>要写什么文字？请用引号括起来，并说明位置，例如：在右上角加上“新品”。</translation>
    </message>
    <message>
        <source>What should be kept? A shape, such as 16:9 or square, a thing (“crop to the dog”), or what to cut off (“the left third”).</source>
        <translation>要保留什么？可以是比例（16:9、正方形）、某个物体（“裁到只剩狗”），或要裁掉的部分（“左边三分之一”）。</translation>
    </message>
    <message>
        <source>How far should it be turned? For example: “2 degrees clockwise”.</source>
        <translation>要转多少？例如：“顺时针转2度”。</translation>
    </message>
    <message>
        <source>In which direction: warmer, cooler, brighter, darker, stronger or paler colours?</source>
        <translation>往哪个方向调：更暖、更冷、更亮、更暗、更鲜艳还是更淡？</translation>
    </message>
    <message>
        <source>I am not sure that I understood: is “%1” one thing in the picture? Name it in a few words, or point at it, and say what to do with it.</source>
        <translation>我不确定是否理解对了：“%1”是图片里的一个东西吗？请用几个词说出它，或者用鼠标指出它，再说要对它做什么。</translation>
    </message>
</context>
</TS>
