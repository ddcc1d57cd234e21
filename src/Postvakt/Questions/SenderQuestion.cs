using System.Text.Json;
using Postvakt.Registers;

namespace Postvakt.Questions;

/// <summary>"Did you send this?": asked of the person whose account sent one or several mails. Holds no text of them.</summary>
public sealed record SenderQuestion
{
    public const string Kind = "question";

    /// <summary>Mails that one question is about. 200: what a stolen account sends in minutes; more are counted.</summary>
    public const int MaxRecords = 200;

    /// <summary>How long an answer is waited for. A day: somebody may be asleep, or travelling.</summary>
    public static readonly TimeSpan Waits = TimeSpan.FromDays(1);

    /// <summary>Records that the question is found under: the register takes 20 keys.</summary>
    private const int MaxKeys = 16;

    public required string Id { get; init; }

    /// <summary>Id in the Directory of who is asked.</summary>
    public required string Person { get; init; }

    /// <summary>Primary address of that person; nothing is sent there.</summary>
    public required string Address { get; init; }

    /// <summary>Ids of the records, in the order they were asked about; at most <see cref="MaxRecords"/>.</summary>
    public required IReadOnlyList<string> Records { get; init; }

    /// <summary>Mails besides those.</summary>
    public int More { get; init; }

    /// <summary>When the earliest of the mails came.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Name of the campaign of the first mail that has one, or empty.</summary>
    public string Campaign { get; init; } = "";

    /// <summary>Id of the incident that it was asked for, or that its mail belonged to, or empty.</summary>
    public string Incident { get; init; } = "";

    /// <summary>Name of the actor who asked first.</summary>
    public required string AskedBy { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public QuestionState State { get; init; }

    /// <summary>How it was sent; none until it is.</summary>
    public QuestionWay Way { get; init; }

    /// <summary>When it was sent, or null.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>Mails that were shown when it was sent; those that joined later stand on the page only.</summary>
    public int Told { get; init; }

    /// <summary>Authenticated identity that answered, or empty.</summary>
    public string AnsweredBy { get; init; } = "";

    public QuestionWay AnsweredOn { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>A "yes" from an account that was suspected already: kept, and worth nothing. Ask <see cref="AskInstead"/>, or by telephone.</summary>
    public bool Worthless { get; init; }

    /// <summary>The manager's address, or empty: by telephone.</summary>
    public string AskInstead { get; init; } = "";

    /// <summary>Mails that a "no" raised, with those that were as malicious before.</summary>
    public int Raised { get; init; }

    /// <summary>Mails that look alike and were too many to be raised: a responder looks at them, and sweeps the campaign.</summary>
    public int Unraised { get; init; }

    /// <summary>Why nobody could be reached, or empty.</summary>
    public string Trouble { get; init; } = "";

    /// <summary>Still waits for an answer.</summary>
    public bool IsOpen => State == QuestionState.Asked;

    public static SenderQuestion? Find(IRegister register, string id) => register.FindRegistered(Kind, id) is { } entry ? Of(entry) : null;

    public static SenderQuestion Of(RegisterEntry entry) => JsonSerializer.Deserialize<SenderQuestion>(entry.Json) ?? throw new JsonException("an empty question");

    /// <param name="version">Of the entry as it was read; 0 for a new one.</param>
    internal RegisterChange Change(long version) => new(Kind, Id, JsonSerializer.Serialize(this), version) { Keys = [.. Keys()] };

    private IEnumerable<string> Keys()
    {
        yield return "person:" + Person;
        if (Campaign.Length is > 0 and <= 190) yield return "campaign:" + Campaign;
        if (Incident.Length > 0) yield return "incident:" + Incident;
        foreach (var record in Records.Take(MaxKeys)) yield return "record:" + record;
    }
}
