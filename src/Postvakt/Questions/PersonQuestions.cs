using System.Text.Json;
using Postvakt.Registers;

namespace Postvakt.Questions;

/// <summary>What one person was asked of late: it makes sure that there is one open question a person, and bounds how often somebody is asked.</summary>
/// <param name="Open">Id of the open question, or empty.</param>
/// <param name="Asked">When questions were put within the last hour.</param>
internal sealed record PersonQuestions(string Open, IReadOnlyList<DateTimeOffset> Asked)
{
    /// <summary>Kind in the register; the id is the person's in the Directory.</summary>
    public const string Kind = "question-open";

    /// <summary>Characters of a person's id that can be kept as one of the register's, and as a key of it.</summary>
    public const int MaxId = 190;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static PersonQuestions Of(RegisterEntry? entry) => entry is null ? new("", []) : JsonSerializer.Deserialize<PersonQuestions>(entry.Json) ?? new("", []);

    public PersonQuestions With(string open, DateTimeOffset now) => new(open, [.. Within(now), now]);

    public IEnumerable<DateTimeOffset> Within(DateTimeOffset now) => Asked.Where(a => a > now - Hour);

    public static RegisterChange Change(string person, PersonQuestions content, RegisterEntry? before) => new(Kind, person, JsonSerializer.Serialize(content), before?.Version ?? 0);

    /// <summary>Nothing is open any more, where this question was.</summary>
    public static IEnumerable<RegisterChange> Closing(IRegister register, SenderQuestion question)
    {
        if (register.FindRegistered(Kind, question.Person) is { } entry && Of(entry) is var content && content.Open == question.Id) yield return Change(question.Person, content with { Open = "" }, entry);
    }
}
