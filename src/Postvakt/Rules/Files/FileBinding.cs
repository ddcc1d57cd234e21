using Postvakt.Documents.Kinds;
using Postvakt.Documents.Scans;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules.Files;

/// <summary>Fields of files: <c>File</c> and <c>Attachment</c> of the schema, and the list of attachments.</summary>
internal static class FileBinding
{
    public static void Bind(Dictionary<string, MqlAccessor> fields)
    {
        fields["Message.attachments"] = owner => MqlValue.Of(new MqlArray([.. ((RuleMail)owner).Files.Attachments.Select(MqlValue.Of)]));
        Of("File.file_name", f => MessageModel.Text(f.Name));
        Of("File.file_extension", f => MessageModel.Text(f.Extension));
        Of("File.size", f => f.Content is { } content ? MqlValue.Of((long)content.Length) : f.Attachment is { Size: > 0 } attachment ? MqlValue.Of(attachment.Size) : MqlValue.Missing(RuleNode.NoContent));
        Of("File.file_type", f => f.Kind is { } kind ? MqlValue.Of(FileTypes.TypeOf(kind, (f.Content ?? default).Span)) : MqlValue.Missing(RuleNode.NoContent));
        Of("File.md5", f => Hash(f, bytes => ContentHash.Md5(bytes.Span)));
        Of("File.sha1", f => Hash(f, bytes => ContentHash.Sha1(bytes.Span)));
        Of("File.sha256", f => f.Attachment?.Document?.Root is { Sha256.Length: > 0 } whole && !whole.Findings.Any(g => g.LeavesUnread) ? MqlValue.Of(whole.Sha256) : Hash(f, bytes => ContentHash.Sha256(bytes.Span)));
        Of("Attachment.content_type", f => MessageModel.Text(f.Attachment?.MediaType));
        Of("Attachment.content_disposition", f => MessageModel.Text(f.Attachment?.Disposition));
        Of("Attachment.content_id", f => MessageModel.Text(f.Attachment?.ContentId));
        Of("Attachment.content_transfer_encoding", f => MessageModel.Text(f.Attachment?.TransferEncoding));

        void Of(string name, Func<RuleFile, MqlValue> read) => fields[name] = owner => owner is RuleFile file ? read(file) : MqlValue.Missing(name);
    }

    private static MqlValue Hash(RuleFile file, Func<ReadOnlyMemory<byte>, string> hash) => file.Content is { } content ? MqlValue.Of(hash(content)) : MqlValue.Missing(RuleNode.NoContent);
}
