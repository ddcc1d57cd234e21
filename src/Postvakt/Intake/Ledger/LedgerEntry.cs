using Postvakt.Detection;
using Postvakt.Indicators;
using Postvakt.Jobs;
using Postvakt.Messages;
using Postvakt.Quarantine;

namespace Postvakt.Intake.Ledger;

/// <summary>
/// The record of one judged mail. Holds no text of it: the subject is sealed, and findings come without excerpts, which
/// <see cref="SealedEvidence"/> has for suspicious mail and worse.
/// </summary>
public sealed record LedgerEntry
{
    /// <summary>Organisation, "default" unless several share a store.</summary>
    public required string Org { get; init; }

    public required StoredAnswer Answer { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Name of the listener it came through.</summary>
    public required string Listener { get; init; }

    /// <summary>SHA-256 over listener, envelope and content without our own hop's trace: the same mail offered again has the same (32 bytes).</summary>
    public required byte[] RepeatKey { get; init; }

    /// <summary>SHA-256 of the bytes as they came (32 bytes).</summary>
    public required byte[] Digest { get; init; }

    public required long Size { get; init; }

    /// <summary>Message-ID without brackets, or empty.</summary>
    public required string MessageId { get; init; }

    public required Envelope Envelope { get; init; }

    /// <summary>Author address, lower case, or empty.</summary>
    public required string From { get; init; }

    public required byte[] SealedSubject { get; init; }

    /// <summary>What enforce mode would have done; differs from what was done in observe and tag mode.</summary>
    public required Disposition Intended { get; init; }

    /// <summary>Without evidence.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Evidence of the findings as sealed JSON, or null for clean mail.</summary>
    public required byte[]? SealedEvidence { get; init; }

    public required IReadOnlyList<Indicator> Indicators { get; init; }

    /// <summary>Name of the campaign, or empty.</summary>
    public required string Campaign { get; init; }

    /// <summary>What later mail, or a person, made of the verdict, or null while it stands; set by the ledger.</summary>
    public Verdict? Revised { get; init; }

    /// <summary>The held mail, or null.</summary>
    public QuarantineItem? Held { get; init; }

    public IReadOnlyList<Job> Jobs { get; init; } = [];

    /// <summary>Keyed numbers by which the record is found: by id and author, and by more where it is or would have been held. Not read back.</summary>
    public IReadOnlyList<long> Terms { get; init; } = [];
}
