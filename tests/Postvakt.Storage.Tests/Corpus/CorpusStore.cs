using Postvakt.Memory;

namespace Postvakt.Storage.Tests.Corpus;

/// <summary>An open Memory and what ends it.</summary>
internal sealed record CorpusStore(IMemory Memory, Action Close) : IDisposable
{
    public void Dispose() => Close();
}
