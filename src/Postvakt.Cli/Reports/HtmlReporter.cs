using System.Reflection;
using System.Text;
using Postvakt.Cli.Output;
using Postvakt.Intake;
using Postvakt.Memory;

namespace Postvakt.Cli.Reports;

/// <summary>One page that answers: is there an attack, how far does it reach, and why do we think so.</summary>
internal sealed class HtmlReporter(Stream target, IMemory memory, ScanScope scope, TimeProvider clock) : IReporter
{
    private readonly ReportedMails _mails = new(new ReportMailReader(new LaneReader(memory), scope.Model));

    public void Take(Judgement judgement, long elapsedMicroseconds) => _mails.Take(judgement);

    public void Finish(IReadOnlyList<Revision> revisions)
    {
        using var text = new StreamWriter(target, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        var version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "";
        new ReportPage(new HtmlWriter(text), new LocalTimes(clock.LocalTimeZone)).Write(_mails.Finish(revisions), scope, version, clock.GetUtcNow());
    }
}
