using System.Text;
using Postvakt.Detection;
using Postvakt.Events;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Messages;

namespace Postvakt.Server.Tests.Events;

public sealed class MailFactsTests
{
    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(50, 50, 0)]
    [InlineData(10_000, 50, 9_950)]
    public void MailThatWaitsInMemory_KeepsFewOfItsRecipients(int recipients, int kept, int unlisted)
    {
        using var content = new MemoryStream(Encoding.ASCII.GetBytes($"From: a@outside.example\r\nSubject: {new string('s', 5_000)}\r\n\r\nText\r\n"));
        var envelope = new Envelope("192.0.2.1", "", "a@outside.example", [.. Enumerable.Range(0, recipients).Select(n => FormattableString.Invariant($"p{n}@firm.example"))]);
        var message = new MessageParser(MessageLimits.Default).Parse(new ReceivedMail("mx", 0, content, envelope, DateTimeOffset.UnixEpoch), TestContext.Current.CancellationToken);
        var arrival = new Arrival("mx", Mode.Enforce, message, content, new byte[32], new byte[32], null);
        var facts = MailFacts.Of(arrival, new Answer(new StoredAnswer("m1", Verdict.Clean, Disposition.Deliver, 0, ""), Disposition.Deliver), subject: true);
        Assert.Equal((kept, unlisted), (facts.Recipients.Count, facts.Unlisted));
        Assert.InRange(facts.Subject.Length, 1, 1_000);
        Assert.Equal(unlisted > 0, Encoding.ASCII.GetString(EventFormat.Ecs.Line(SecurityEvent.Of(facts, DateTimeOffset.UnixEpoch, "firm", "mx"))).Contains("\"shortened\":true", StringComparison.Ordinal));
    }
}
