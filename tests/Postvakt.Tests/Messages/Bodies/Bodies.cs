using Postvakt.Messages;
using Postvakt.Messages.Bodies;

namespace Postvakt.Tests.Messages.Bodies;

internal static class Bodies
{
    public static SplitBody Split(string text) => QuoteSplitter.Split(PlainText.Render(text, MessageLimits.Default), MessageLimits.Default);

    public static SplitBody SplitHtml(string html) => QuoteSplitter.Split(Html(html), MessageLimits.Default);

    public static RenderedText Html(string html) => HtmlRenderer.Render(html, MessageLimits.Default);

    public static void AssertCovers(SplitBody split)
    {
        var at = 0;
        Segment? before = null;
        foreach (var segment in split.Segments)
        {
            Assert.Equal(at, segment.Start);
            Assert.True(segment.End > segment.Start);
            Assert.True(segment.Quote < split.Quotes.Count);
            Assert.Equal(segment.Kind is SegmentKind.Attribution or SegmentKind.Quoted, segment.Quote >= 0);
            Assert.False(before is { } last && last.Kind == segment.Kind && last.Quote == segment.Quote);
            before = segment;
            at = segment.End;
        }
        Assert.Equal(split.Rendered.Text.Length, at);
    }
}
