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

    public IEnumerable<Message> Read(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        var progress = new Progress(verb, paths.Sum(SizeOf), clock);
        foreach (var mail in new MailSource(Report).Read(paths))
        {
            cancellation.ThrowIfCancellationRequested();
            Message message;
            using (mail)
            {
                try
                {
                    message = installation.Parser.Parse(mail, cancellation);
                }
                catch (IOException broken)
                {
                    Report(new SourceProblem(mail.Path, "could not be read: " + broken.Message, Fatal: true));
                    continue;
                }
            }
            Mails++;
            yield return message;
            progress.Step(message.Size);
        }
        progress.Done();
        if (_notes > MaxNotes) Console.Error.WriteLine($"postvakt: {_notes - MaxNotes:N0} more files in folders were no mail and were passed over");
    }

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
