using Postvakt.Intake;

namespace Postvakt.Cli.Output;

/// <summary>Shows judgements as they come, and a conclusion at the end.</summary>
internal interface IReporter
{
    void Take(Judgement judgement, long elapsedMicroseconds);

    void Finish(IReadOnlyList<Revision> revisions);
}
