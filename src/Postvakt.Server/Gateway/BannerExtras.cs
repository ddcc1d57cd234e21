using Postvakt.Advisories;
using Postvakt.Directories;
using Postvakt.Intake.Gateway;
using Postvakt.Messages;
using Postvakt.Questions;
using Postvakt.Wording;

namespace Postvakt.Server.Gateway;

/// <summary>What a banner says besides what is odd: the newest advisory to everybody, and how to ask a sender of ours.</summary>
/// <param name="Advisory">The one that holds now, or null. Those to groups are not shown: one copy of a mail goes to people of several.</param>
/// <param name="Directory">Who can be asked, or null: nobody is offered.</param>
internal sealed record BannerExtras(Advisory? Advisory, Func<DirectorySnapshot>? Directory)
{
    /// <summary>Characters of a subject that stand in the text of the chat.</summary>
    private const int MaxSubject = 100;

    public static readonly BannerExtras None = new(null, null);

    public BannerSaying Complete(string sentence, Message message, string language)
    {
        var subject = message.Subject.Raw.Length > MaxSubject ? message.Subject.Raw[..(char.IsHighSurrogate(message.Subject.Raw[MaxSubject - 1]) ? MaxSubject - 1 : MaxSubject)] : message.Subject.Raw;
        var link = Directory is null ? "" : TeamsLink.To(Directory(), message.From.Address, subject, language);
        return new BannerSaying(sentence, Advisory is null ? "" : AdvisoryText.Short(Advisory, language), link, link.Length > 0 ? Sentences.Of(language, "AskTeams") : "");
    }
}
