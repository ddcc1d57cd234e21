using Postvakt.Directories;
using Postvakt.Wording;

namespace Postvakt.Questions;

/// <summary>The recipient's own way to ask: a link that opens a chat with the sender in Teams, a text filled in (documentation: "Deep link to a chat").</summary>
public static class TeamsLink
{
    private const string Chat = "https://teams.microsoft.com/l/chat/0/0?users=";

    /// <summary>Empty where the sender is nobody of the Directory: a thief's address must not be offered.</summary>
    /// <param name="from">Author address.</param>
    /// <param name="subject">As it is shown to people, without links.</param>
    /// <param name="language">The reader's.</param>
    public static string To(DirectorySnapshot directory, string from, string subject, string language) =>
        directory.PersonOf(from) is { IsShared: false } person ? Chat + Uri.EscapeDataString(person.Address) + "&message=" + Uri.EscapeDataString(Sentences.Of(language, "AskTeamsText", subject)) : "";
}
