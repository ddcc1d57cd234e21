using System.Text.Json;
using Postvakt.Intake.Sources;
using Postvakt.Messages;

namespace Postvakt.Classification.Training;

/// <summary>Takes out of stored mail what its writers wrote, as rules see it: a line of JSON for each.</summary>
internal static class MailTexts
{
    public static void Write(IEnumerable<string> paths, TextWriter to)
    {
        var parser = new MessageParser(MessageLimits.Default);
        foreach (var received in new MailSource(p => Console.Error.WriteLine(p.Sentence)).Read(paths))
        {
            using (received)
            {
                var message = parser.Parse(received);
                to.WriteLine(JsonSerializer.Serialize(new { path = message.Path, subject = message.Subject.Raw, text = message.Body.Authored }));
            }
        }
    }
}
