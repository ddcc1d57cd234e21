using System.Globalization;
using System.Text;
using Postvakt.Detection;
using Postvakt.Intake;

namespace Postvakt.Cli.Output;

/// <summary>For people: every mail that is not clean with the sentence that says why, then the totals.</summary>
internal sealed class TableReporter(Stream target) : IReporter, IDisposable
{
    private readonly StreamWriter _writer = new(target, new UTF8Encoding(false), leaveOpen: true);
    private readonly int[] _counts = new int[4];

    public void Take(Judgement judgement, long elapsedMicroseconds)
    {
        _counts[(int)judgement.Verdict]++;
        if (judgement.Verdict == Verdict.Clean) return;
        var message = judgement.Message;
        var date = message.ArrivedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        _writer.WriteLine($"{judgement.Verdict.Name().ToUpperInvariant(),-12} {judgement.Score.ToString("0.00", CultureInfo.InvariantCulture)}  {date}  {Plain.Text(message.From.ToString(), 48)}  {Plain.Text(message.Subject.Raw, 60)}");
        _writer.WriteLine($"             {Plain.Text(judgement.Summary, 400)}");
        _writer.WriteLine($"             {Plain.Text(message.Path, 200)}{(message.Index > 0 || message.Path.EndsWith(".mbox", StringComparison.Ordinal) ? $" #{message.Index}" : "")}{(judgement.Campaign.Length > 0 ? "  campaign: " + Plain.Text(judgement.Campaign, 60) : "")}");
    }

    public void Finish(IReadOnlyList<Revision> revisions)
    {
        foreach (var revision in revisions)
            _writer.WriteLine($"REVISED      {Plain.Text(revision.MessageId, 60)} was {revision.Was}, is now {revision.Verdict}: same campaign as {Plain.Text(revision.BecauseOf, 60)}");
        _writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_counts.Sum():N0} mails: {_counts[(int)Verdict.Malicious]:N0} malicious, {_counts[(int)Verdict.Suspicious]:N0} suspicious, {_counts[(int)Verdict.Undetermined]:N0} undetermined, {_counts[(int)Verdict.Clean]:N0} clean."));
        _writer.Flush();
    }

    public void Dispose() => _writer.Dispose();
}
