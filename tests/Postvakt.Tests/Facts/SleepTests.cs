using System.Text;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Facts;
using Postvakt.Intake;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Tests.Memory;

namespace Postvakt.Tests.Facts;

/// <summary>How old a mail is that is answered, where the conversation never came by.</summary>
public sealed class SleepTests
{
    [Theory]
    [InlineData("Re: Figures", "On Mon, 8 Feb 2021 at 09:00, Bo <bo@partner.example> wrote:", true)]
    [InlineData("AW: Figures", "Am 08.02.2021 um 09:00 schrieb Bo <bo@partner.example>:", true)]
    [InlineData("Re: Figures", "On Fri, 5 Nov 2021 at 09:00, Bo <bo@partner.example> wrote:", false)]
    [InlineData("Re: Figures", "On Mon, 8 Feb 2027 at 09:00, Bo <bo@partner.example> wrote:", false)]
    [InlineData("Re: Figures", "Bo <bo@partner.example> wrote:", false)]
    [InlineData("Fwd: Figures", "On Mon, 8 Feb 2021 at 09:00, Bo <bo@partner.example> wrote:", false)]
    public void UnknownConversation_IsAsOldAsTheAttributionSays(string subject, string attribution, bool asleep) => Assert.Equal(asleep, Facts(subject, attribution)[Fact.AsleepTwoMonths] > 0);

    /// <summary>Day and month may change places: 5 November or 11 May. The younger one counts.</summary>
    [Fact]
    public void AmbiguousDate_CountsAsTheYoungest() => Assert.Equal(0, Facts("Re: Figures", "On 05/11/2021 09:00, Bo <bo@partner.example> wrote:")[Fact.AsleepTwoMonths]);

    private static FactSheet Facts(string subject, string attribution) => new Judge(new MemoryKey(new byte[32]), new FixedMemory(new Recollection { Depth = new MemoryDepth(5_000, 300) }), new JudgeOptions { OrgDomains = ["firm.example"] }, HijackModel.Default(), TimeProvider.System, () => DirectorySnapshot.Empty)
        .Examine(new MessageParser(MessageLimits.Default).Parse(new ReceivedMail("test", 0, new MemoryStream(Encoding.UTF8.GetBytes(
            $"From: Bo <bo@partner.example>\nTo: anna@firm.example\nDate: Mon, 8 Nov 2021 10:00:00 +0000\nMessage-ID: <1@x.example>\nSubject: {subject}\n\nHere is what you asked for: http://thief.example/chart\n\n{attribution}\n> Here are the figures of this week, as we said on the telephone.\n> The rest comes on Friday.\n")), Envelope.Unknown, null)))
        .Facts;
}
