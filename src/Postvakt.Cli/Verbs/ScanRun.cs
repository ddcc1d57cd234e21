using System.Text.Json;
using Postvakt.Cli.Output;
using Postvakt.Detection;
using Postvakt.Intake;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Server.Installations;

namespace Postvakt.Cli.Verbs;

/// <summary>Judges one mail after the other, remembers, and revises earlier verdicts that the new mail throws a light on.</summary>
internal sealed class ScanRun(Installation installation, Judge judge, IReporter reporter, Stream? revisions, TimeProvider clock) : IDisposable
{
    private readonly List<Revision> _revised = [];
    private readonly HashSet<long> _done = [];

    public bool Found { get; private set; }

    public Judgement Take(Message message, bool learn)
    {
        var started = clock.GetTimestamp();
        var judgement = judge.Examine(message);
        if (learn)
        {
            var row = judge.Remember(judgement, j => JsonSerializer.Serialize(
                new Revision(j.Message.Path, j.Message.Index, j.Message.Id, j.Verdict.Name(), "", "", ""), CliJson.Default.Revision));
            if (judgement.Verdict == Verdict.Malicious) _done.Add(row);
            if (judgement.Kin.Count > 0) Revise(judgement);
        }
        reporter.Take(judgement, (long)clock.GetElapsedTime(started).TotalMicroseconds);
        Found |= judgement.Verdict != Verdict.Clean;
        return judgement;
    }

    public void Finish() => reporter.Finish(_revised);

    private void Revise(Judgement judgement)
    {
        var kin = judgement.Kin.Select(k => k.Message).Where(_done.Add).ToArray();
        if (kin.Length == 0) return;
        foreach (var (_, text) in installation.Memory.Labels(kin).OrderBy(l => l.Key))
        {
            if (JsonSerializer.Deserialize(text, CliJson.Default.Revision) is not { } label || label.Was == Verdict.Malicious.Name()) continue;
            var revision = label with { Verdict = Verdict.Malicious.Name(), Campaign = judgement.Campaign, BecauseOf = judgement.Message.Id };
            _revised.Add(revision);
            if (revisions is null) continue;
            JsonSerializer.Serialize(revisions, revision, CliJson.Default.Revision);
            revisions.WriteByte((byte)'\n');
        }
        installation.Memory.Revise(kin, Standing.Bad);
    }

    public void Dispose()
    {
        revisions?.Flush();
        (reporter as IDisposable)?.Dispose();
    }
}
