using Postvakt.Documents.Kinds;
using Postvakt.Documents.Outside;
using Postvakt.Server.Configuration;
using Postvakt.Server.Inspecting;

namespace Postvakt.Server.Checkups;

/// <summary>Whether attachments can be looked into: a worker starts and answers, and YARA rules that are named compile.</summary>
internal static class DocumentsCheck
{
    private const string Name = "attachments";

    /// <summary>"well" as bzip2: a worker that unpacks it has all it needs.</summary>
    private static readonly byte[] Sample = Convert.FromBase64String("QlpoMTFBWSZTWZQz7TEAAAGBgAIEAIAgACGYGYR0LuSKcKEhKGfaYg==");

    public static IEnumerable<Check> Run(DocumentsConfig config, TimeProvider clock)
    {
        if (!config.Inspect)
        {
            yield return Check.Warning(Name, "are seen from outside only: documents.inspect is false");
            yield break;
        }
        yield return Worker(config, clock);
        yield return Yara(config);
    }

    private static Check Worker(DocumentsConfig config, TimeProvider clock)
    {
        using var worker = new WorkerClient(new WorkerStarter(config.Yara), 1, clock);
        var answer = worker.Unpack(FileKind.Bzip2, Sample, null, 1 << 10, TimeSpan.FromSeconds(10));
        return answer.Outcome == UnpackOutcome.Done && answer.Files.Count == 1
            ? Check.Ok(Name, $"are opened, {config.Time.TotalSeconds:0.#} s for a file; 7z, RAR and others in a process of their own, which answers")
            : Check.Broken(Name, $"the process that reads 7z, RAR and others does not work ({answer.Fault}): such files stay unread and their mail undetermined");
    }

    private static Check Yara(DocumentsConfig config)
    {
        const string Rules = "YARA rules";
        if (config.Yara is null) return LibraryParsers.HasYara ? Check.Ok(Rules, "libyara is installed; documents.yara names no folder") : Check.Note(Rules, "libyara is not installed (Debian: libyara9); documents.yara could not be used");
        using var parsers = new LibraryParsers(config.Yara);
        return parsers.RuleFaults.Count == 0 ? Check.Ok(Rules, $"of {config.Yara} are applied")
            : parsers.HasRules ? Check.Warning(Rules, $"some of {config.Yara} are left out: {string.Join("; ", parsers.RuleFaults.Take(5))}")
            : Check.Broken(Rules, $"of {config.Yara} are not applied: {string.Join("; ", parsers.RuleFaults.Take(5))}");
    }
}
