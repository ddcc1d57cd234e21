using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Intake;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Storage.Sqlite;

namespace Postvakt.Storage.Tests.Corpus;

/// <summary>
/// What the firm Nordwind remembers before a case begins: its history and a thousand mails of everyday. Learned once; cases that remember get a
/// copy of their own.
/// </summary>
public sealed class CorpusMemory : IDisposable
{
    private const int FillerMails = 1_000;
    private static readonly MemoryKey Key = new([.. Enumerable.Range(1, 32).Select(n => (byte)n)]);

    private static readonly JudgeOptions Options = new() { OrgDomains = ["nordwind.example"], TrustedAuthserv = ["mx.nordwind.example"] };

    private static readonly TimeProvider Clock = new FixedClock(new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly TemporaryFolder _folder = new();
    private readonly MessageParser _parser = new(MessageLimits.Default);
    private readonly HijackModel _model = HijackModel.Default();
    private readonly SqliteMemory _shared;

    public CorpusMemory()
    {
        var original = _folder.File("history.db");
        using (var memory = Open(original))
        {
            var judge = Judge(memory);
            foreach (var mail in Filler.Mails(FillerMails)) judge.Learn(Parse(mail));
            foreach (var path in Directory.EnumerateFiles(CorpusFolder.History, "*.eml").Order(StringComparer.Ordinal)) judge.Learn(Parse(path, File.ReadAllBytes(path)));
            memory.Commit();
        }
        File.Copy(original, _folder.File("shared.db"));
        _shared = Open(_folder.File("shared.db"));
    }

    /// <summary>Judges a case after those that come before it. They are found beside it, by name.</summary>
    internal Judgement Examine(CaseFile file)
    {
        if (file.Before.Count == 0) return Judge(_shared).Examine(Parse(file.Path, file.Mail));
        var copy = _folder.File("case.db");
        File.Copy(_folder.File("history.db"), copy, overwrite: true);
        using var memory = Open(copy);
        var judge = Judge(memory);
        foreach (var name in file.Before)
        {
            var earlier = CaseFile.Read(Path.Combine(Path.GetDirectoryName(file.Path)!, name + ".case"));
            judge.Remember(judge.Examine(Parse(earlier.Path, earlier.Mail)));
        }
        return judge.Examine(Parse(file.Path, file.Mail));
    }

    public void Dispose()
    {
        _shared.Dispose();
        _folder.Dispose();
    }

    private static SqliteMemory Open(string path) => new(path, Key, MemoryOptions.Default);

    private Judge Judge(SqliteMemory memory) => new(Key, memory, Options, _model, Clock);

    private Message Parse(string path, byte[] bytes) => Parse(new ReceivedMail(path, 0, new MemoryStream(bytes), Envelope.Unknown, null));

    private Message Parse(ReceivedMail mail)
    {
        using (mail) return _parser.Parse(mail, TestContext.Current.CancellationToken);
    }
}
