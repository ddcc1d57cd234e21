using Postvakt.Intake;

namespace Postvakt.Cli.Output;

/// <summary>One object a line, in input order.</summary>
internal sealed class JsonReporter(Stream target) : IReporter
{
    private readonly JsonLine _line = new();

    public void Take(Judgement judgement, long elapsedMicroseconds) => target.Write(_line.Write(judgement, elapsedMicroseconds));

    public void Finish(IReadOnlyList<Revision> revisions) => target.Flush();
}
