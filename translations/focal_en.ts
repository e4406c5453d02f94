<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>focal::CompactModel</name>
    <message numerus="yes">
        <source>There is no reference picture %1: %n given.</source>
        <translation>
            <numerusform>There is no reference picture %1: %n was given.</numerusform>
            <numerusform>There is no reference picture %1: %n were given.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>focal::EditController</name>
    <message numerus="yes">
        <source>%1, %n s left</source>
        <translation>
            <numerusform>%1, %n s left</numerusform>
            <numerusform>%1, %n s left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at %n point(s)</source>
        <translation>
            <numerusform>at %n point</numerusform>
            <numerusform>at %n points</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>not at %n point(s)</source>
        <translation>
            <numerusform>not at %n point</numerusform>
            <numerusform>not at %n points</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>focal::InstructionBar</name>
    <message numerus="yes">
        <source>Size of the brush: %n pixel(s) ([ and ])</source>
        <translation>
            <numerusform>Size of the brush: %n pixel ([ and ])</numerusform>
            <numerusform>Size of the brush: %n pixels ([ and ])</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>focal::ModelPage</name>
    <message numerus="yes">
        <source>%1 and %n more file(s)</source>
        <translation>
            <numerusform>%1 and %n more file</numerusform>
            <numerusform>%1 and %n more files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>focal::ModelSettings</name>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>focal::ReferenceController</name>
    <message numerus="yes">
        <source>There is room for %n reference picture(s). Take one away first.</source>
        <translation>
            <numerusform>There is room for %n reference picture. Take one away first.</numerusform>
            <numerusform>There is room for %n reference pictures. Take one away first.</numerusform>
        </translation>
    </message>
</context>
</TS>
