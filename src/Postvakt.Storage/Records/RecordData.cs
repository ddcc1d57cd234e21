using System.Text;
using Postvakt.Intake.Ledger;
using Postvakt.Messages;

namespace Postvakt.Storage.Records;

/// <summary>The part of a record that nobody searches for, packed small. The first byte is its form, so that old rows stay readable.</summary>
internal static class RecordData
{
    private const byte Form = 1;

    public static byte[] Pack(LedgerEntry entry)
    {
        using var bytes = new MemoryStream(320);
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Form);
        writer.Write(entry.At.ToUnixTimeMilliseconds());
        writer.Write7BitEncodedInt64(entry.Size);
        Write(writer, entry.Digest);
        Write(writer, entry.SealedSubject);
        Write(writer, entry.SealedEvidence ?? []);
        writer.Write(entry.Envelope.ClientAddress);
        writer.Write(entry.Envelope.Helo);
        writer.Write(entry.Envelope.MailFrom);
        writer.Write7BitEncodedInt(entry.Envelope.Recipients.Count);
        foreach (var recipient in entry.Envelope.Recipients) writer.Write(recipient);
        writer.Write(entry.Answer.Summary);
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Fills in what was packed. Throws <see cref="StoreException"/> for a form of a newer version or damaged bytes.</summary>
    public static LedgerEntry Unpack(byte[] data, RecordColumns columns)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(data));
            if (reader.ReadByte() != Form) throw new StoreException($"record {columns.Id} has a form that this version does not know");
            var at = DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64());
            var size = reader.Read7BitEncodedInt64();
            var (digest, subject, evidence) = (Bytes(reader), Bytes(reader), Bytes(reader));
            var (client, helo, mailFrom) = (reader.ReadString(), reader.ReadString(), reader.ReadString());
            var recipients = new string[Length(reader)];
            for (var i = 0; i < recipients.Length; i++) recipients[i] = reader.ReadString();
            return new LedgerEntry
            {
                Org = columns.Org,
                Answer = new StoredAnswer(columns.Id, columns.Verdict, columns.Applied, columns.Score, reader.ReadString()),
                At = at,
                Listener = columns.Listener,
                RepeatKey = [],
                Digest = digest,
                Size = size,
                MessageId = columns.MessageId,
                Envelope = new Envelope(client, helo, mailFrom, recipients),
                From = columns.From,
                SealedSubject = subject,
                Intended = columns.Intended,
                Revised = columns.Revised,
                Findings = columns.Findings,
                SealedEvidence = evidence.Length == 0 ? null : evidence,
                Indicators = columns.Indicators,
                Campaign = columns.Campaign,
                Held = columns.Held,
            };
        }
        catch (Exception damaged) when (damaged is EndOfStreamException or FormatException or OverflowException or ArgumentException)
        {
            throw new StoreException($"record {columns.Id} is damaged", damaged);
        }
    }

    private static void Write(BinaryWriter writer, byte[] bytes)
    {
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] Bytes(BinaryReader reader) => reader.ReadBytes(Length(reader));

    /// <summary>A length that the rest can hold: damage must not make us allocate gigabytes.</summary>
    private static int Length(BinaryReader reader)
    {
        var length = reader.Read7BitEncodedInt();
        return length >= 0 && length <= reader.BaseStream.Length - reader.BaseStream.Position ? length : throw new EndOfStreamException();
    }
}
