using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Intake;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Corpus;

/// <summary>
/// What the firm Nordwind remembers before a case begins: its history and a thousand mails of everyday. Learned once; cases that remember get a
/// copy of their own.
/// </summary>
public abstract class CorpusMemory : IDisposable
{
    private const int FillerMails = 1_000;

    private static readonly JudgeOptions Options = new() { OrgDomains = ["nordwind.example"], TrustedAuthserv = ["mx.nordwind.example"] };

    private static readonly TimeProvider Clock = new FixedClock(new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly MessageParser _parser = new(MessageLimits.Default);
    private readonly HijackModel _model = HijackModel.Default();
    private CorpusStore? _shared;

    /// <summary>Judges a case after those that come before it. They are found beside it, by name.</summary>
    internal Judgement Examine(CaseFile file)
    {
        if (_shared is null)
        {
            using (var history = Create()) Learn(history.Memory);
            _shared = Copy();
        }
        if (file.Before.Count == 0) return Judge(_shared.Memory).Examine(Parse(file.Path, file.Mail));
        using var copy = Copy();
        var judge = Judge(copy.Memory);
        foreach (var name in file.Before)
        {
            var earlier = CaseFile.Read(Path.Combine(Path.GetDirectoryName(file.Path)!, name + ".case"));
            judge.Remember(judge.Examine(Parse(earlier.Path, earlier.Mail)));
        }
        return judge.Examine(Parse(file.Path, file.Mail));
    }

    /// <summary>An empty Memory that learns the history.</summary>
    internal abstract CorpusStore Create();

    /// <summary>A Memory that knows the history, for one case.</summary>
    internal abstract CorpusStore Copy();

    public virtual void Dispose()
    {
        _shared?.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Learn(IMemory memory)
    {
        var judge = Judge(memory);
        foreach (var mail in Filler.Mails(FillerMails)) judge.Learn(Parse(mail));
        foreach (var path in Directory.EnumerateFiles(CorpusFolder.History, "*.eml").Order(StringComparer.Ordinal)) judge.Learn(Parse(path, File.ReadAllBytes(path)));
    }

    private Judge Judge(IMemory memory) => new(StoreKeys.Fingerprint, memory, Options, _model, Clock);

    private Message Parse(string path, byte[] bytes) => Parse(new ReceivedMail(path, 0, new MemoryStream(bytes), Envelope.Unknown, null));

    private Message Parse(ReceivedMail mail)
    {
        using (mail) return _parser.Parse(mail, TestContext.Current.CancellationToken);
    }
}
