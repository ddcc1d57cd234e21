using System.Globalization;
using System.Text;
using Postvakt.Cli.Output;
using Postvakt.Cli.Reports;
using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Intake;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Server.Installations;

namespace Postvakt.Cli.Tests.Reports;

/// <summary>A conversation of two colleagues in a Memory of its own, and a stranger's reply to it.</summary>
internal sealed class HijackScenario : IDisposable
{
    public const string Quoted = "We can take the eighteen pallets on Thursday if the ramp in Värnamo is free before noon, please confirm with Johan.";
    public static readonly DateTimeOffset Began = new(2026, 8, 1, 8, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postvakt-report-");
    private readonly FixedClock _clock = new(Began.AddDays(200), TimeSpan.Zero);
    private readonly Installation _installation;
    private readonly Judge _judge;
    private int _index;

    public HijackScenario()
    {
        _installation = Installation.Temporary(_folder.FullName, MemoryOptions.Default, _clock);
        _judge = _installation.Judge(new JudgeOptions { OrgDomains = ["org.example"] }, HijackModel.Default());
    }

    /// <summary>Two people answering each other, one mail an hour.</summary>
    public void Converse(int messages)
    {
        for (var i = 0; i < messages; i++)
        {
            var (from, to) = i % 2 == 0 ? ("anna@org.example", "bo@partner.example") : ("bo@partner.example", "anna@org.example");
            _judge.Learn(Parse(from, to, Began.AddHours(i), $"<m{i}@x.example>", i == 0 ? "" : $"<m{i - 1}@x.example>", i == 0 ? Quoted : $"Number {i} of this exchange says something of its own, {i * 7919}."));
        }
    }

    public Judgement StrangerReplies(DateTimeOffset at, string parent = "") =>
        _judge.Examine(Parse("Bo Ek <info@stranger.example>", "anna@org.example", at, "<evil@x.example>", parent, $"See this.\r\nhttps://evil.example/go/now-1234567\r\n\r\n> {Quoted}"));

    public ConversationLanes? Lanes(Judgement judgement) => new LaneReader(_installation.Memory).Read(judgement);

    public WrittenPage Report(IEnumerable<Judgement> judgements, params Revision[] revisions)
    {
        using var target = new MemoryStream();
        var reporter = new HtmlReporter(target, _installation.Memory, Pages.Scope(), _clock);
        foreach (var judgement in judgements) reporter.Take(judgement, 1);
        reporter.Finish(revisions);
        return new WrittenPage(Encoding.UTF8.GetString(target.ToArray()));
    }

    private Message Parse(string from, string to, DateTimeOffset at, string id, string parent, string body)
    {
        var text = $"From: {from}\r\nTo: {to}\r\nSubject: {(parent.Length > 0 || from.StartsWith("Bo Ek", StringComparison.Ordinal) ? "Re: " : "")}Pallets in autumn\r\n"
            + $"Date: {at.ToString("r", CultureInfo.InvariantCulture)}\r\nMessage-ID: {id}\r\n{(parent.Length > 0 ? $"In-Reply-To: {parent}\r\n" : "")}"
            + $"Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n";
        using var mail = new ReceivedMail("stream.mbox", _index++, new MemoryStream(Encoding.UTF8.GetBytes(text)), Envelope.Unknown, at);
        return _installation.Parser.Parse(mail);
    }

    public void Dispose()
    {
        _installation.Dispose();
        _folder.Delete(recursive: true);
    }
}
