using CsCheck;
using Postvakt.Messages.Subjects;

namespace Postvakt.Tests.Messages.Subjects;

public sealed class SubjectParserTests
{
    private static readonly string[] Pieces = ["Re:", "[x]", "[", "*", "***SPAM***", "Fwd: ", "R: ", ":", " ", "(fwd)", "Re[2]:", "a"];

    [Theory]
    [InlineData("Re: Budget", 1, 0)]
    [InlineData("RE : Budget", 1, 0)]
    [InlineData("AW: Budget", 1, 0)]
    [InlineData("Antw: Budget", 1, 0)]
    [InlineData("SV: VB: Budget", 1, 1)]
    [InlineData("Sv: Re: Fwd: Budget", 2, 1)]
    [InlineData("WG: Budget", 0, 1)]
    [InlineData("TR: Budget", 0, 1)]
    [InlineData("RV: Budget", 0, 1)]
    [InlineData("RIF: Budget", 1, 0)]
    [InlineData("R: I: Budget", 1, 1)]
    [InlineData("Odp: PD: Budget", 1, 1)]
    [InlineData("Vá: Továbbítás: Budget", 1, 1)]
    [InlineData("YNT: İLT: Budget", 1, 1)]
    [InlineData("ATB: Budget", 1, 0)]
    [InlineData("ΑΠ: ΠΡΘ: Budget", 1, 1)]
    [InlineData("Отв: Пересл: Budget", 1, 1)]
    [InlineData("回复：转发：Budget", 1, 1)]
    [InlineData("答复: 回覆: 轉寄: Budget", 2, 1)]
    [InlineData("返信: 転送: Budget", 1, 1)]
    [InlineData("답장: 전달: Budget", 1, 1)]
    [InlineData("תגובה: הועבר: Budget", 1, 1)]
    [InlineData("رد: Budget", 1, 0)]
    [InlineData("Rép : Budget", 1, 0)]
    [InlineData("Res: ENC: Budget", 1, 1)]
    [InlineData("VL: Budget", 0, 1)]
    [InlineData("Re[2]: Budget", 2, 0)]
    [InlineData("Re(3): Budget", 3, 0)]
    [InlineData("Re^2: Budget", 2, 0)]
    [InlineData("Re[999]: Budget", 99, 0)]
    [InlineData("Budget (fwd)", 0, 1)]
    public void Parse_Prefixes_AreCountedAndTakenOff(string subject, int replies, int forwards)
    {
        var line = SubjectParser.Parse(subject);

        Assert.Equal(("Budget", replies, forwards), (line.Base, line.Replies, line.Forwards));
    }

    [Theory]
    [InlineData("r: Budget")]
    [InlineData("I:Budget")]
    [InlineData("Reply to Budget: no")]
    [InlineData("Report: Budget")]
    [InlineData("Regarding: Budget")]
    [InlineData("Invoice 12: Re: Budget")]
    [InlineData("[PATCH v2 3/5] Re: Budget")]
    [InlineData("[Case 123] Budget")]
    [InlineData("[#4711] Budget")]
    [InlineData("[EXTERN]")]
    public void Parse_OtherWords_StayInBase(string subject)
    {
        var line = SubjectParser.Parse(subject);

        Assert.Equal((subject, 0, 0), (line.Base, line.Replies, line.Forwards));
    }

    [Theory]
    [InlineData("[EXTERN] SV: Re[2]: VB: Budget", "[EXTERN]", 3)]
    [InlineData("Re: [EXT] Re: Budget", "[EXT]", 2)]
    [InlineData("[usrp-users] Re: Budget", "[usrp-users]", 1)]
    [InlineData("*** SPAM *** Re: Budget", "*** SPAM ***", 1)]
    [InlineData("***SPAM*** Budget", "***SPAM***", 0)]
    [InlineData("[EXTERNAL EMAIL] Budget", "[EXTERNAL EMAIL]", 0)]
    [InlineData("{Spam?} Budget", "{Spam?}", 0)]
    [InlineData("(External) Budget", "(External)", 0)]
    public void Parse_MarksOfGatewaysAndLists_AreApart(string subject, string mark, int replies)
    {
        var line = SubjectParser.Parse(subject);

        Assert.Equal(("Budget", replies), (line.Base, line.Replies));
        Assert.Equal([mark], line.Marks);
    }

    [Theory]
    [InlineData("Automatic reply: Budget")]
    [InlineData("Abwesenheitsnotiz: Budget")]
    [InlineData("Autosvar: Budget")]
    [InlineData("Réponse automatique : Budget")]
    [InlineData("Respuesta automática: Budget")]
    [InlineData("Automatisch antwoord: Budget")]
    [InlineData("Автоматический ответ: Budget")]
    [InlineData("自動応答: Budget")]
    [InlineData("自动回复: Budget")]
    [InlineData("[EXT] Automatic reply: Re: Budget")]
    public void Parse_AutomaticAnswers_AreTold(string subject)
    {
        var line = SubjectParser.Parse(subject);

        Assert.True(line.AutoReply);
        Assert.Equal("Budget", line.Base);
    }

    [Fact]
    public void Parse_WhiteSpace_IsFolded() => Assert.Equal(("Re: a b", "a b"), (SubjectParser.Parse(" Re:\r\n a\t b ").Raw, SubjectParser.Parse(" Re:\r\n a\t b ").Base));

    [Fact]
    public void Parse_AnyString_EndsWithItsBase() =>
        Gen.OneOf(Gen.String, Gen.Int[0, Pieces.Length - 1].Array[0, 20].Select(choice => string.Concat(choice.Select(i => Pieces[i]))))
            .Sample(
                text =>
                {
                    var line = SubjectParser.Parse(text);
                    Assert.Contains(line.Base, line.Raw, StringComparison.Ordinal);
                    Assert.InRange(line.Replies, 0, 99);
                },
                iter: 5_000,
                threads: 1);
}
