using Postvakt.Jobs;

namespace Postvakt.Questions;

/// <summary>Has the mails of a question, and those like them, raised; see <see cref="DeniedMails"/>. The job's subject is the question's id.</summary>
public static class RaiseOrder
{
    public const string Kind = "raise-alike";

    public static Job Job(string question, DateTimeOffset due) => new(Kind, question, "{}", due);
}
