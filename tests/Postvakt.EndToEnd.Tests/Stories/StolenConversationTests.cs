using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Stories;

/// <summary>
/// An attack from its first mail to the closing report: a thief answers in forty conversations of a colleague whose mailbox is stolen, in a company of thirty. Once Postvakt is asked before a mail is
/// taken, once it sees mail that is delivered already.
/// </summary>
public sealed class StolenConversationTests
{
    private const int Burst = 40;

    [Fact]
    public async Task ThroughTheMilter_TheFirstIsHeldInItsOwnTransaction()
    {
        await using var story = await StoryPlace.OpenAsync(guards: true);
        var replies = Firm.Replies(TimeProvider.System.GetUtcNow(), Burst + 2);
        await using var client = await SmtpDialogue.OpenAsync(story.Postfix.Port);
        await client.SayAsync("EHLO client." + Firm.Domain);
        story.Note("the thief's first answer");
        Assert.StartsWith("250", await StoryPlace.SendAsync(client, Firm.Carl, replies[0].To, replies[0].Mail), StringComparison.Ordinal);
        Assert.Equal(1, story.Count("held"));
        story.Note("held before its transaction ended");
        foreach (var reply in replies.Take(Burst).Skip(1)) Assert.StartsWith("250", await StoryPlace.SendAsync(client, Firm.Carl, reply.To, reply.Mail), StringComparison.Ordinal);
        Assert.Equal(Burst, story.Count("record"));
        story.Note($"{Burst} answers taken, {story.Count("held")} held");
        Assert.InRange(story.Count("held"), Burst - 2, Burst);
        // What came to people by a way past Postvakt is reported to it.
        await RespondAsync(story, replies, [.. replies.Skip(Burst)]);
        Assert.Equal(0, story.Delivered(replies.Select(r => r.Id).ToHashSet()));
    }

    [Fact]
    public async Task ThroughTheJournal_WhatWasDeliveredIsSweptWithinAMinute()
    {
        await using var story = await StoryPlace.OpenAsync(guards: false);
        var replies = Firm.Replies(TimeProvider.System.GetUtcNow(), Burst);
        var ids = replies.Select(r => r.Id).ToHashSet();
        await using var client = await SmtpDialogue.OpenAsync(story.Postfix.Port);
        await client.SayAsync("EHLO exchange." + Firm.Domain);
        await using var journal = await SmtpDialogue.OpenAsync(story.Serve.Listeners[0].Port);
        await journal.SayAsync("EHLO exchange." + Firm.Domain);
        story.Note("the thief's first answer is delivered");
        foreach (var reply in replies) Assert.StartsWith("250", await StoryPlace.SendAsync(client, Firm.Carl, reply.To, reply.Mail), StringComparison.Ordinal);
        await Eventually.TrueAsync(() => story.Delivered(ids) == replies.Sum(r => r.To.Count));
        story.Note($"{Burst} answers are delivered, {replies.Sum(r => r.To.Count)} copies");
        foreach (var reply in replies) Assert.StartsWith("250 2.0.0 Recorded", await StoryPlace.SendAsync(journal, "journal@" + Firm.Domain, ["journal@" + Firm.Domain], Report(reply)), StringComparison.Ordinal);
        var reported = story.Elapsed;
        story.Note("the journal has told of the last one");
        await Eventually.TrueAsync(() => story.Delivered(ids) == 0);
        story.Note("no copy is left in any inbox");
        Assert.InRange(story.Elapsed - reported, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal(replies.Sum(r => r.To.Count), Firm.People.Sum(p => story.Dovecot.Count(Firm.Mailbox(p.Address), ".Postvakt quarantine")));
        Assert.Equal(0, story.Count("held"));
        await RespondAsync(story, replies, [replies[3], replies[7]]);
    }

    /// <summary>From release taken away to the closing report, by two responders who type verbs.</summary>
    private static async Task RespondAsync(StoryPlace story, IReadOnlyList<StolenReply> replies, IReadOnlyList<StolenReply> reported)
    {
        var campaign = StoryPlace.Read(await story.FindAsync("campaigns", "list", "--format", "json"))[0].GetProperty("name").GetString()!;
        var incident = "";
        await Eventually.TrueAsync(async () => (incident = StoryPlace.Read(await story.FindAsync("incident", "list", "--format", "json")).FirstOrDefault() is { ValueKind: System.Text.Json.JsonValueKind.Object } one ? one.GetProperty("id").GetString()! : "").Length > 0);
        await story.OneAsync("incident", "accept", incident);
        story.Note($"an incident was proposed of campaign \"{campaign}\", and is taken up");

        await story.OneAsync("lockdown", "on", "--reason", "Stolen conversations: nobody lets anything out.");
        if (story.Count("held") > 0)
        {
            var held = StoryPlace.Read(await story.FindAsync("quarantine", "list", "--format", "json"))[0].GetProperty("id").GetString()!;
            Assert.Contains("lock", (await story.TryAsync("quarantine", "release", held, "--reason", "it looks like a reply of Carl")).Error, StringComparison.OrdinalIgnoreCase);
        }
        story.Note("release is locked");

        await ReportAsync(story, reported);
        // Thanks come before the guard has looked for what they mean.
        var record = "";
        await Eventually.TrueAsync(async () => (record = StoryPlace.Read(await story.FindAsync("report", "list", "--format", "json"))[0].GetProperty("record").GetString()!).Length > 0);
        await story.OneAsync("ask", "sender", record);
        await story.SayNoAsync();
        await Eventually.TrueAsync(() => story.Count("register WHERE kind='account-suspected'") == 1);
        story.Note("Carl was asked in Teams and says that he wrote none of it; his account is suspected");

        await WarnAsync(story, campaign, incident);
        await Eventually.TrueAsync(() => reported.All(r => story.Inbox(r.To[0]).Count(m => IsAnswer(m)) == 2));
        story.Note("both reporters know what it was");

        foreach (var (step, note) in ((string, string)[])[("lock-release", "done first"), ("warn-staff", "everybody"), ("ask-senders", "Carl says no")]) await story.OneAsync("incident", "step", incident, step, "--note", note);
        await story.OneAsync("incident", "tell", incident, "csirt", "national CSIRT", await story.OneAsync("incident", "statement", incident, "csirt"));
        await story.OneAsync("lockdown", "off", "--reason", "It is over.");
        await story.OneAsync("incident", "close", incident, "--conclusion", "A stolen mailbox answered in forty conversations.");
        await story.OneAsync("incident", "report", incident, "--output", story.Work.At("closing.html"));
        story.Note("the closing report is written");
        var report = await File.ReadAllTextAsync(story.Work.At("closing.html"), TestContext.Current.CancellationToken);
        Assert.Contains("A stolen mailbox answered in forty conversations.", report, StringComparison.Ordinal);
        Assert.Contains(Firm.Carl, report, StringComparison.Ordinal);
        Assert.Equal(0, story.Count("job WHERE state=2"));
        var done = StoryPlace.Read(await story.OneAsync("audit", "list", "--max", "1000", "--format", "json")).Select(d => d.GetProperty("action").GetString()!).ToArray();
        Assert.Empty(((string[])["lock", "report", "ask-sender", "answer-sender", "draft-advisory", "approve-advisory", "send-advisory", "close-incident"]).Except(done));
        // The log names who decides, and nobody whose mail it is.
        Assert.DoesNotContain(story.Serve.Log, line => Firm.People.Any(p => line.Contains(p.Address, StringComparison.OrdinalIgnoreCase)));
        Assert.Equal(0, await story.Serve.StopAsync());
    }

    /// <summary>Two people forward what they got, as an attachment; each is thanked at once.</summary>
    private static async Task ReportAsync(StoryPlace story, IReadOnlyList<StolenReply> reported)
    {
        await using var client = await SmtpDialogue.OpenAsync(story.Postfix.Port);
        await client.SayAsync("EHLO client." + Firm.Domain);
        foreach (var reply in reported) Assert.StartsWith("250", await StoryPlace.SendAsync(client, reply.To[0], [Firm.ReportAddress], Forward(reply)), StringComparison.Ordinal);
        await Eventually.TrueAsync(() => reported.All(r => story.Inbox(r.To[0]).Any(IsAnswer)));
        story.Note("two people reported what they got, and were thanked");
    }

    private static async Task WarnAsync(StoryPlace story, string campaign, string incident)
    {
        await story.OneAsync("advisory", "draft", "--campaign", campaign, "--incident", incident);
        var advisory = StoryPlace.Read(await story.FindAsync("advisory", "list", "--format", "json"))[0].GetProperty("id").GetString()!;
        Assert.NotEqual(0, (await Launcher.RunAsync(story.Work.Folder, "advisory", "approve", advisory, "--server", $"http://{story.Serve.Http}", "--token-file", story.Work.At("one"))).Status);
        await story.TwoAsync("advisory", "approve", advisory);
        await story.OneAsync("advisory", "send", advisory);
        await Eventually.TrueAsync(() => Firm.People.All(p => story.Inbox(p.Address).Any(IsWarning)));
        await Eventually.TrueAsync(async () => StoryPlace.Read(await story.FindAsync("advisory", "list", "--format", "json"))[0].GetProperty("state").GetString() == "sent");
        // Pressed again, nobody gets it twice.
        await story.TwoAsync("advisory", "send", advisory);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        Assert.All(Firm.People, p => Assert.Single(story.Inbox(p.Address), IsWarning));
        story.Note("everybody is warned, once");
    }

    private static bool IsWarning(string mail) => mail.Contains("<advisory", StringComparison.Ordinal) || mail.Contains("hxxps", StringComparison.Ordinal);

    private static bool IsAnswer(string mail) => mail.Contains("Auto-Submitted: auto-replied", StringComparison.Ordinal);

    private static string Forward(StolenReply reply) =>
        $"From: {reply.To[0]}\r\nTo: {Firm.ReportAddress}\r\nSubject: Fwd: odd\r\nMessage-ID: <report-of-{reply.Id}>\r\nDate: {TimeProvider.System.GetUtcNow():r}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nThis looks odd.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{reply.Mail}\r\n--b--\r\n";

    private static string Report(StolenReply reply) =>
        $"From: journaling@{Firm.Domain}\r\nTo: journal@{Firm.Domain}\r\nSubject: x\r\nX-MS-Journal-Report:\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=_journal\"\r\n\r\n--=_journal\r\nContent-Type: text/plain; charset=\"us-ascii\"\r\n\r\n"
        + $"Sender: {Firm.Carl}\r\nSubject: x\r\nMessage-Id: <{reply.Id}>\r\n{string.Concat(reply.To.Select(t => $"To: {t}\r\n"))}\r\n--=_journal\r\nContent-Type: message/rfc822\r\n\r\n{reply.Mail}\r\n--=_journal--\r\n";
}
