using System.Diagnostics;
using System.Text;
using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Intake;
using Postvakt.Intake.Sources;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Server.Installations;

namespace Postvakt.Bench;

/// <summary>
/// Judging with a small and with a ten times larger Memory. History is real mail in many copies, each with other ids, people, subjects and words,
/// so that Memory grows as it would with as much different mail. The same sample is judged, without remembering, at a tenth and at the full size.
/// </summary>
internal static class ScaleRun
{
    private const int Sample = 3_000;
    private const int Rounds = 3;

    public static int Run(string path, int messages)
    {
        var mails = Read(path);
        var folder = Directory.CreateTempSubdirectory("postvakt-scale-");
        try
        {
            using var installation = Installation.Temporary(folder.FullName, MemoryOptions.Default with { MessageRetention = TimeSpan.FromDays(36_500), HabitRetention = TimeSpan.FromDays(36_500) }, TimeProvider.System);
            var judge = installation.Judge(new JudgeOptions(), HijackModel.Default());
            var small = 0.0;
            var learned = 0;
            for (var copy = 0; learned < messages; copy++)
            {
                foreach (var mail in mails)
                {
                    if (learned == messages / 10) small = Measure(installation, judge, mails, learned);
                    if (learned++ >= messages) break;
                    judge.Learn(Parse(installation, copy == 0 ? mail : Altered(mail, copy)));
                }
                Console.Error.Write($"\r{learned:N0} learned   ");
            }
            installation.Memory.Commit();
            var large = Measure(installation, judge, mails, messages);
            var account = installation.Accounts.Account();
            Console.WriteLine($"memory: {account.Messages:N0} messages, {account.Bytes:N0} bytes, {(double)account.Bytes / account.Messages:F0} a message; ratio {large / small:F2}");
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Measure(Installation installation, Judge judge, IReadOnlyList<byte[]> mails, int size)
    {
        installation.Memory.Commit();
        var step = Math.Max(1, mails.Count / Sample);
        var sample = mails.Where((_, i) => i % step == 0).Take(Sample).Select(m => Parse(installation, m)).ToArray();
        var best = double.MaxValue;
        var times = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            times.Clear();
            foreach (var message in sample)
            {
                var started = Stopwatch.GetTimestamp();
                judge.Examine(message);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            }
            var spent = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMicroseconds / sample.Length;
            // The first round reads pages that nobody had asked for.
            if (round > 0) best = Math.Min(best, spent);
        }
        times.Sort();
        Console.WriteLine($"\r{size:N0} messages in Memory: judging {best:F0} CPU us a mail (best of {Rounds}), p50 {times[times.Count / 2]:F0} us, p99 {times[times.Count * 99 / 100]:F0} us, peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB");
        return best;
    }

    private static List<byte[]> Read(string path)
    {
        var all = new List<byte[]>();
        foreach (var mail in new MailSource(_ => { }).Read([path]))
        {
            using (mail)
            {
                var bytes = new byte[mail.Content.Length];
                mail.Content.ReadExactly(bytes);
                all.Add(bytes);
            }
        }
        return all;
    }

    private static Message Parse(Installation installation, byte[] mail)
    {
        using var received = new ReceivedMail("bench", 0, new MemoryStream(mail), Envelope.Unknown, null);
        return installation.Parser.Parse(received);
    }

    /// <summary>Another mail of the same form: ids, names, addresses and subject get the copy's number, and so does every third word of the text.</summary>
    private static byte[] Altered(byte[] mail, int copy)
    {
        var text = Encoding.Latin1.GetString(mail);
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0) end = text.Length;
        var mark = $"q{copy}";
        var header = text[..end].Replace("@", $".{mark}@", StringComparison.Ordinal).Replace(" <", $" {mark} <", StringComparison.Ordinal).Replace("\nSubject: ", $"\nSubject: {mark} ", StringComparison.Ordinal);
        var altered = new StringBuilder(header, text.Length + text.Length / 4);
        var words = 0;
        foreach (var c in text.AsSpan(end))
        {
            altered.Append(c);
            if (c == ' ' && ++words % 3 == 0) altered.Append(mark).Append(' ');
        }
        return Encoding.Latin1.GetBytes(altered.ToString());
    }
}
