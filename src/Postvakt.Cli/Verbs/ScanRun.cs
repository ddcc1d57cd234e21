using System.Text.Json;
using Postvakt.Cli.Output;
using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Intake;
using Postvakt.Memory;
using Postvakt.Server.Installations;

namespace Postvakt.Cli.Verbs;

/// <summary>Judges one mail after the other, remembers, and revises earlier verdicts that the new mail throws a light on.</summary>
internal sealed class ScanRun(Installation installation, Judge judge, IReporter reporter, Stream? revisions, TimeProvider clock) : IDisposable
{
    private readonly List<Revision> _revised = [];
    private readonly HashSet<long> _done = [];
    private readonly Dictionary<long, Verdict> _revisedTo = [];

    public bool Found { get; private set; }

    public Judgement Take(ParsedMail mail, bool learn)
    {
        var started = clock.GetTimestamp();
        var judgement = judge.Examine(mail.Message);
        if (learn)
        {
            var row = judge.Remember(judgement, j => JsonSerializer.Serialize(
                new Revision(j.Message.Path, j.Message.Index, j.Message.Id, j.Verdict.Name(), "", "", ""), CliJson.Default.Revision));
            if (judgement.Verdict == Verdict.Malicious) _done.Add(row);
            if (judgement.Kin.Count > 0) Revise(judgement);
        }
        reporter.Take(judgement, (long)(mail.Parsing + clock.GetElapsedTime(started)).TotalMicroseconds);
        Found |= judgement.Verdict != Verdict.Clean;
        return judgement;
    }

    public void Finish() => reporter.Finish(_revised);

    /// <summary>
    /// Mail with the same marks, in other conversations, was of the same campaign. With several senders that is beyond doubt; one sender may have
    /// had an honest reason to send the same to many, so his earlier mail becomes suspicious only.
    /// </summary>
    private void Revise(Judgement judgement)
    {
        var verdict = judgement.Facts[Fact.ManySenders] > 0 ? Verdict.Malicious : Verdict.Suspicious;
        var kin = judgement.Kin.Select(k => k.Message).Where(k => !_done.Contains(k)).ToArray();
        var changed = new List<long>();
        foreach (var (row, text) in installation.Memory.Labels(kin).OrderBy(l => l.Key))
        {
            if (JsonSerializer.Deserialize(text, CliJson.Default.Revision) is not { } label) continue;
            if (!Enum.TryParse<Verdict>(label.Was, ignoreCase: true, out var was) || was >= verdict) continue;
            if (!_revisedTo.TryGetValue(row, out var before) || before < verdict) Note(label, row, verdict, judgement);
            changed.Add(row);
        }
        if (verdict == Verdict.Malicious) _done.UnionWith(changed);
        installation.Memory.Revise(changed, verdict == Verdict.Malicious ? Standing.Bad : Standing.Seen);
    }

    private void Note(Revision label, long row, Verdict verdict, Judgement judgement)
    {
        var revision = label with { Verdict = verdict.Name(), Campaign = judgement.Campaign, BecauseOf = judgement.Message.Id };
        _revisedTo[row] = verdict;
        _revised.Add(revision);
        if (revisions is null) return;
        JsonSerializer.Serialize(revisions, revision, CliJson.Default.Revision);
        revisions.WriteByte((byte)'\n');
    }

    public void Dispose()
    {
        revisions?.Flush();
        (reporter as IDisposable)?.Dispose();
    }
}
