using System.Runtime.CompilerServices;
using Postvakt.Cli.Output;
using Postvakt.Intake.Sources;
using Postvakt.Messages;
using Postvakt.Server.Installations;

namespace Postvakt.Cli.Verbs;

/// <summary>Reads the mails behind paths one after the other, with progress, and notes what could not be read.</summary>
internal sealed class MailWork(Installation installation, string verb, TimeProvider clock)
{
    private readonly List<SourceProblem> _unread = [];
    private int _notes;

    /// <summary>True when something the user named could not be read.</summary>
    public bool Trouble => _unread.Count > 0;

    /// <summary>What the user named and could not be read.</summary>
    public IReadOnlyList<SourceProblem> Unread => _unread;

    public long Mails { get; private set; }

    /// <summary>Parses on this thread.</summary>
    public IEnumerable<ParsedMail> Read(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        var progress = new Progress(verb, paths.Sum(SizeOf), clock);
        foreach (var mail in new MailSource(Report).Read(paths))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Take(Parse(mail, cancellation), progress) is { } parsed) yield return parsed;
        }
        Done(progress);
    }

    /// <summary>Parses on several threads, at most a few mails ahead, and gives them in their order.</summary>
    public async IAsyncEnumerable<ParsedMail> ReadAsync(IReadOnlyList<string> paths, int jobs, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (jobs <= 1)
        {
            foreach (var parsed in Read(paths, cancellation)) yield return parsed;
            yield break;
        }
        var progress = new Progress(verb, paths.Sum(SizeOf), clock);
        var ahead = new Queue<Task<Outcome>>();
        foreach (var mail in new MailSource(Report).Read(paths))
        {
            cancellation.ThrowIfCancellationRequested();
            ahead.Enqueue(Task.Run(() => Parse(mail, cancellation), cancellation));
            if (ahead.Count >= jobs * MailsAhead && Take(await ahead.Dequeue().ConfigureAwait(false), progress) is { } parsed) yield return parsed;
        }
        while (ahead.TryDequeue(out var next))
        {
            if (Take(await next.ConfigureAwait(false), progress) is { } parsed) yield return parsed;
        }
        Done(progress);
    }

    private Outcome Parse(ReceivedMail mail, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        using (mail)
        {
            try
            {
                return new Outcome(new ParsedMail(installation.Parser.Parse(mail, cancellation), clock.GetElapsedTime(started)), null);
            }
            catch (IOException broken)
            {
                return new Outcome(null, new SourceProblem(mail.Path, "could not be read: " + broken.Message, Fatal: true));
            }
        }
    }

    private ParsedMail? Take(Outcome outcome, Progress progress)
    {
        if (outcome.Problem is { } problem) Report(problem);
        if (outcome.Mail is not { } mail) return null;
        Mails++;
        progress.Step(mail.Message.Size);
        return mail;
    }

    private void Done(Progress progress)
    {
        progress.Done();
        if (_notes > MaxNotes) Console.Error.WriteLine($"postvakt: {_notes - MaxNotes:N0} more files in folders were no mail and were passed over");
    }

    private readonly record struct Outcome(ParsedMail? Mail, SourceProblem? Problem);

    private const int MailsAhead = 4;
    private const int MaxNotes = 20;
    private const int MaxUnread = 1000;

    private void Report(SourceProblem problem)
    {
        if (problem.Fatal && _unread.Count < MaxUnread) _unread.Add(problem);
        if (!problem.Fatal && ++_notes > MaxNotes) return;
        Console.Error.WriteLine($"postvakt: {problem.Path}: {problem.Sentence}");
    }

    private static long SizeOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}
