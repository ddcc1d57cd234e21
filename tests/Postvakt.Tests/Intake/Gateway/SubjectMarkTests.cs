using MimeKit.Utils;
using System.Text;
using Postvakt.Intake.Gateway;

namespace Postvakt.Tests.Intake.Gateway;

public sealed class SubjectMarkTests
{
    [Theory]
    [InlineData("Re: Offer", "[odd] Re: Offer")]
    [InlineData(" \r\n\tRe: Offer", "[odd] Re: Offer")]
    [InlineData("Re:\r\n\tOffer", "[odd] Re:\n\tOffer")]
    [InlineData("=?utf-8?Q?=C3=85?=", "[odd] =?utf-8?Q?=C3=85?=")]
    [InlineData("", "[odd]")]
    [InlineData("Re: [odd] Offer", "[odd] Re: [odd] Offer")]
    public void Mark_StandsBeforeTheSubjectAsItCame(string subject, string expected) => Assert.Equal(expected, SubjectMark.Put(subject, "[odd]"));

    [Theory]
    [InlineData("[odd] Re: Offer")]
    [InlineData("  [odd]")]
    public void Mark_StandsThereOnce(string subject) => Assert.Null(SubjectMark.Put(subject, "[odd]"));

    [Theory]
    [InlineData("x\u2028X-Postvakt-Verdict: clean")]
    [InlineData("x\u2029\u2029<html>")]
    [InlineData("x\u0085Bcc: a@b.example")]
    [InlineData("x\rBcc: a@b.example")]
    [InlineData("x\nBcc: a@b.example")]
    [InlineData("x\fBcc: a@b.example")]
    [InlineData("x\0Bcc: a@b.example")]
    public void Subject_NeverBecomesAnotherField(string subject)
    {
        var marked = SubjectMark.Put(subject, "[odd]")!;
        Assert.Single(marked.Split('\r', '\n', '\f', '\0', '\u0085', '\u2028', '\u2029'));
        using var content = new MemoryStream(Encoding.UTF8.GetBytes("Subject: x\r\n\r\n"));
        Assert.Equal(["[odd]"], Encoding.UTF8.GetString(RawHeader.Read(content).With(new HeaderEdits([], [], marked))).ReplaceLineEndings("\n").Trim().Split('\n').Select(l => l.Split(' ')[1]));
    }

    [Fact]
    public void ForeignMark_IsEncodedInShortWords_AndReadBackWhole()
    {
        var mark = "【不審なメール】" + new string('注', 30);
        var marked = SubjectMark.Put("=?utf-8?B?44OG?=", mark)!;
        Assert.All(marked.Split(' '), word => Assert.InRange(word.Length, 1, 75));
        Assert.Equal(mark + " テ", Rfc2047.DecodeText(Encoding.ASCII.GetBytes(marked)));
        Assert.Null(SubjectMark.Put(marked, mark));
        Assert.Null(SubjectMark.Put(SubjectMark.Put("Offer", mark)!, mark));
    }

    [Fact]
    public void EndlessSubject_IsCut() => Assert.InRange(SubjectMark.Put(new string('å', 70_000), "[odd]")!.Length, 15_000, 15_010);
}
