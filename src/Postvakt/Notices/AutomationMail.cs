using MimeKit;
using Postvakt.Automation;

namespace Postvakt.Notices;

/// <summary>Tells responders what the automation policy did, in one sentence, and what undoes it.</summary>
/// <param name="from">Address that it comes from.</param>
public sealed class AutomationMail(string from)
{
    public MimeMessage Write(AutomaticStep step, string to, string language, DateTimeOffset now)
    {
        var body = new NoticeMail.Body(language);
        foreach (var sentence in Sentences(step, language)) body.Paragraph(sentence);
        return new NoticeMail(from).Mail(step.Id, to, Wording.Sentences.Of(language, "AutomationSubject"), body, now);
    }

    /// <summary>What is said by whatever way; as it is: escape where it is shown.</summary>
    public static IReadOnlyList<string> Sentences(AutomaticStep step, string language) =>
    [
        Wording.Sentences.Of(language, "Automatic" + step.Action, step.Target, step.Reason),
        step.Command.Length > 0 ? Wording.Sentences.Of(language, "AutomationUndo", step.Command) : Wording.Sentences.Of(language, "AutomationNoUndo"),
    ];
}
