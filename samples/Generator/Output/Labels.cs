using System.Text;
using Postvakt.Samples.Mails;

namespace Postvakt.Samples.Output;

/// <summary>labels.tsv: what each mail of the stream is.</summary>
internal static class Labels
{
    public static string Write(IEnumerable<Mail> stream)
    {
        var text = new StringBuilder("index\tmessage_id\tlabel\tvariant\tconversation\tnote\n");
        var index = 0;
        foreach (var mail in stream)
        {
            var hijack = mail.Entry.Option("hijack")?.Split(' ');
            var variant = hijack?[0] ?? (mail.Entry.Option("hn") is { } kind ? "hn:" + kind : "-");
            var note = hijack is null ? "" : $"campaign={hijack[1]};payload={hijack[2]};lang={mail.Entry.Language}";
            text.Append($"{index++}\t{mail.MessageId}\t{(hijack is null ? "ham" : "hijack")}\t{variant}\t{mail.Entry.Conversation}\t{note}\n");
        }

        return text.ToString();
    }
}
