using System.Text;
using Postvakt.Documents.Scans;

namespace Postvakt.Documents.Tests.Scans;

public sealed class CalendarReaderTests
{
    private static IReadOnlyList<CalendarComponent> Read(string text) => CalendarReader.Read(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")));

    [Fact]
    public void FoldedLine_IsOneLine() => Assert.Equal("https://a.example/long", Read("BEGIN:VCALENDAR\nURL:https://a.exa\n mple/lo\n\tng\nEND:VCALENDAR")[0]["URL"]!.Value);

    [Fact]
    public void QuotedParameter_MayHoldWhatEndsOne()
    {
        var property = Read("BEGIN:VEVENT\nATTENDEE;CN=\"Berg; Anna: x\";ROLE=CHAIR:mailto:a@a.example\nEND:VEVENT")[0]["ATTENDEE"]!;
        Assert.Equal(("Berg; Anna: x", "CHAIR", "mailto:a@a.example"), (property.Parameters["CN"], property.Parameters["ROLE"], property.Value));
    }

    [Theory]
    [InlineData(@"a\, b\; c\nd", "a, b; c\nd")]
    [InlineData(@"a\\nb", @"a\nb")]
    public void Text_HasItsEscapesUndone(string written, string text) => Assert.Equal(text, new CalendarProperty("SUMMARY", new Dictionary<string, string>(), written).Text);

    [Fact]
    public void Components_LieInsideEachOther()
    {
        var calendar = Assert.Single(Read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nEND:VALARM\nEND:VEVENT\nBEGIN:VTODO\nEND:VTODO\nEND:VCALENDAR"));
        Assert.Equal(["VEVENT", "VTODO"], calendar.Parts.Select(p => p.Type));
        Assert.Equal("VALARM", calendar.Parts[0].Parts[0].Type);
    }

    [Fact]
    public void WhatIsNotClosed_EndsWithTheFile() => Assert.Equal("1", Read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1")[0].Parts[0]["UID"]!.Value);

    [Fact]
    public void Depth_HasALimit()
    {
        var depth = 0;
        for (var at = Read(string.Concat(Enumerable.Repeat("BEGIN:A\n", 1_000)))[0]; at is not null; at = at.Parts.Count > 0 ? at.Parts[0] : null) depth++;
        Assert.Equal(8, depth);
    }

    [Fact]
    public void Properties_HaveALimit() => Assert.InRange(Read("BEGIN:A\n" + string.Concat(Enumerable.Repeat("X:1\n", 20_000)))[0].Properties.Count, 9_000, 10_000);

    [Theory]
    [InlineData("")]
    [InlineData(":::;;;\n;:\nEND:A\nEND:A\nX")]
    public void NoCalendar_IsNone(string text) => Assert.Empty(Read(text));
}
