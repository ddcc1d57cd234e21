using System.Text.Json;
using Postvakt.Registers;

namespace Postvakt.UserReports;

/// <summary>A person says "this looks wrong" about one mail; an entry of the register. Holds no text of it: the mail is known by its record.</summary>
public sealed record UserReport
{
    /// <summary>Kind in the register.</summary>
    public const string Kind = "user-report";

    /// <summary>In the order of time; see <see cref="TimedId"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the first report of the same message: one forward may name several mails, and its bytes are kept under this id until all are looked at.</summary>
    public required string Submission { get; init; }

    /// <summary>Place of the mail in the submission, from 0.</summary>
    public required int Index { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Primary address of who reports, lower case; the name of the account where that is no person.</summary>
    public required string Reporter { get; init; }

    public required ReportWay Way { get; init; }

    public ReporterStatement Says { get; init; }

    /// <summary>Whether the reporter gets answers.</summary>
    public bool IsAnswered { get; init; }

    /// <summary>Message-ID of the report, which answers name; empty where there is none.</summary>
    public string MessageId { get; init; } = "";

    public ReportState State { get; init; }

    public ReportOutcome Outcome { get; init; }

    /// <summary>Record of the reported mail, or empty while it is not known.</summary>
    public string Record { get; init; } = "";

    /// <summary>True where the mail was never seen before and its record was made from the report.</summary>
    public bool IsNew { get; init; }

    /// <summary>Campaign of the record, or empty.</summary>
    public string Campaign { get; init; } = "";

    /// <summary>Author of the reported mail, lower case, or empty.</summary>
    public string Author { get; init; } = "";

    /// <summary>How far the report counts, from 0 to 1; see <see cref="ReportPolicy"/>.</summary>
    public double Weight { get; init; }

    /// <summary>Incident that it belongs to, or empty.</summary>
    public string Incident { get; init; } = "";

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Who closed it, or empty.</summary>
    public string ClosedBy { get; init; } = "";

    public static string KeyOfReporter(string reporter) => Key("reporter:", reporter);

    public static string KeyOfRecord(string record) => Key("record:", record);

    public static string KeyOfCampaign(string campaign) => Key("campaign:", campaign);

    public static string KeyOfAuthor(string author) => Key("author:", author);

    /// <summary>A message that came to the report mailbox, by its hash: taken again, it is the same.</summary>
    public static string KeyOfMessage(string hash) => Key("message:", hash);

    public static string KeyOfState(ReportState state) => "state:" + state.ToString().ToLowerInvariant();

    /// <summary>Throws <see cref="JsonException"/> for what is none.</summary>
    public static UserReport Of(RegisterEntry entry) => JsonSerializer.Deserialize<UserReport>(entry.Json) ?? throw new JsonException("an empty report");

    /// <summary>Keeps it.</summary>
    /// <param name="version">Of the entry as it was read, 0 for a new one.</param>
    /// <param name="hash">Of the message that it came in; only needed for a new one and kept in the keys.</param>
    public RegisterChange Change(long version, string hash) => new(Kind, Id, JsonSerializer.Serialize(this with { MessageHash = hash.Length > 0 ? hash : MessageHash }), version)
    {
        Keys = [.. new[]
        {
            KeyOfReporter(Reporter), KeyOfState(State), "submission:" + Submission, Record.Length > 0 ? KeyOfRecord(Record) : "", Campaign.Length > 0 ? KeyOfCampaign(Campaign) : "",
            Author.Length > 0 ? KeyOfAuthor(Author) : "", Incident.Length > 0 ? Key("incident:", Incident) : "", (hash.Length > 0 ? hash : MessageHash) is { Length: > 0 } of ? KeyOfMessage(of) : "",
        }.Where(k => k.Length > 0)],
    };

    /// <summary>Hash of the message that it came in, or empty.</summary>
    public string MessageHash { get; init; } = "";

    /// <summary>Keys have 200 characters; what begins alike for so long counts as the same.</summary>
    private static string Key(string kind, string value) => value.Length + kind.Length <= 200 ? kind + value : kind + value[..(200 - kind.Length)];
}
