using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Postvakt.Server.Tests.Support;

/// <summary>Plays Exchange Web Services on loopback by its published schema: one mailbox, an item gets another id when it is moved, pages of two folders and three items.</summary>
internal sealed class EwsServer : IAsyncDisposable
{
    public const string User = "anna@firm.example", Account = "FIRM\\sweeper", Password = "secret";
    private const int FoldersOfPage = 2, ItemsOfPage = 3;
    private static readonly XNamespace S = "http://schemas.xmlsoap.org/soap/envelope/", M = "http://schemas.microsoft.com/exchange/services/2006/messages", T = "http://schemas.microsoft.com/exchange/services/2006/types";
    private readonly WebApplication _web;
    private readonly Lock _lock = new();
    private readonly List<Item> _items = [];
    private readonly List<(string Id, string Name)> _folders = [("INBOX=", "Inbox"), ("SENT=", "Sent Items"), ("DRAFTS=", "Drafts"), ("ARCHIVE=", "Archive")];
    private int _number;

    private EwsServer(WebApplication web) => _web = web;

    public Uri Address => new(_web.Urls.Single() + "/EWS/Exchange.asmx");

    /// <summary>Names of the operations that were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Bodies to come before the real ones, for the next request of an operation.</summary>
    public ConcurrentQueue<(string Operation, int Status, string Body)> Faults { get; } = [];

    /// <summary>The answer to the next request of this operation is lost after it was carried out.</summary>
    public string LoseAnswerOf { get; set; } = "";

    /// <summary>The answer to GetInboxRules.</summary>
    public string Rules { get; set; } = $"""<GetInboxRulesResponse ResponseClass="Success" xmlns="{M}"><ResponseCode>NoError</ResponseCode><OutlookRuleBlobExists>false</OutlookRuleBlobExists></GetInboxRulesResponse>""";

    public bool IsHidden { get; private set; }

    public static async Task<EwsServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new EwsServer(builder.Build());
        server._web.Run(server.AnswerAsync);
        await server._web.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public void Put(string folder, string messageId, DateTimeOffset at, bool read = false)
    {
        lock (_lock) _items.Add(new Item(NewId(), folder, messageId, at, read));
    }

    public int Count(string folder)
    {
        lock (_lock) return _items.Count(i => i.Folder == folder);
    }

    public int Hidden()
    {
        lock (_lock) return _items.Count(i => i.Folder == "HIDDEN=");
    }

    public void Drop(string folder)
    {
        lock (_lock) _folders.RemoveAll(f => f.Id == folder);
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    /// <summary>Items that are moved before one is refused because the server is too busy; below 0 for none.</summary>
    public int BusyAfter { get; set; } = -1;

    /// <summary>A fault as Exchange gives it when it is too busy.</summary>
    public static string Busy(int milliseconds) => $"""
        <s:Envelope xmlns:s="{S}"><s:Body><s:Fault><faultcode xmlns:a="{T}">a:ErrorServerBusy</faultcode><faultstring>The server cannot service this request right now.</faultstring>
        <detail><e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">ErrorServerBusy</e:ResponseCode>
        <t:MessageXml xmlns:t="{T}"><t:Value Name="BackOffMilliseconds">{milliseconds}</t:Value></t:MessageXml></detail></s:Fault></s:Body></s:Envelope>
        """;

    /// <summary>An answer whose first part went well, with a folder, and whose second did not.</summary>
    public static string Partly(string operation, string folder, string code) => new XElement(S + "Envelope", new XElement(S + "Body", new XElement(M + (operation + "Response"), new XElement(
        M + "ResponseMessages", Success(operation, new XElement(M + "Folders", Folder(folder, ""))), Error(operation, code))))).ToString();

    public static string Fault(string code) => $"""<s:Envelope xmlns:s="{S}"><s:Body><s:Fault><detail><e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">{code}</e:ResponseCode></detail></s:Fault></s:Body></s:Envelope>""";

    private string NewId() => string.Create(CultureInfo.InvariantCulture, $"AAMkADE+/{++_number}==");

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Account}:{Password}")))
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"here\"";
            return;
        }
        var envelope = await XElement.LoadAsync(context.Request.Body, LoadOptions.None, context.RequestAborted);
        var operation = envelope.Element(S + "Body")!.Elements().Single();
        Asked.Enqueue(operation.Name.LocalName);
        context.Response.ContentType = "text/xml; charset=utf-8";
        if (Faults.TryPeek(out var fault) && fault.Operation == operation.Name.LocalName && Faults.TryDequeue(out _))
        {
            context.Response.StatusCode = fault.Status;
            await context.Response.WriteAsync(fault.Body);
            return;
        }
        if (envelope.Element(S + "Header")?.Element(T + "ExchangeImpersonation")?.Element(T + "ConnectingSID")?.Element(T + "PrimarySmtpAddress")?.Value != User)
        {
            context.Response.StatusCode = 500;
            await context.Response.WriteAsync(Fault("ErrorNonExistentMailbox"));
            return;
        }
        if (operation.Name.LocalName == "GetInboxRules")
        {
            await context.Response.WriteAsync($"""<s:Envelope xmlns:s="{S}"><s:Body>{Rules}</s:Body></s:Envelope>""");
            return;
        }
        XElement[] responses;
        lock (_lock) responses = [.. Responses(operation)];
        if (LoseAnswerOf == operation.Name.LocalName)
        {
            LoseAnswerOf = "";
            context.Abort();
            return;
        }
        var answer = new XElement(S + "Envelope", new XElement(S + "Body", new XElement(M + (operation.Name.LocalName + "Response"), new XElement(M + "ResponseMessages", responses))));
        await context.Response.WriteAsync(answer.ToString());
    }

    private IEnumerable<XElement> Responses(XElement operation) => operation.Name.LocalName switch
    {
        "GetFolder" => operation.Descendants(T + "DistinguishedFolderId").Select(d => Success("GetFolder", new XElement(M + "Folders", Folder(d.Attribute("Id")!.Value == "drafts" ? "DRAFTS=" : "SENT=", "")))),
        "FindFolder" => [FindFolder(operation)],
        "CreateFolder" => [CreateFolder(operation)],
        "FindItem" => operation.Descendants(T + "FolderId").Select(f => FindItem(operation, f.Attribute("Id")!.Value)).ToArray(),
        "MoveItem" => operation.Descendants(T + "ItemId").Select(i => BusyAfter-- == 0 ? Error("MoveItem", "ErrorServerBusy") : MoveItem(operation, i.Attribute("Id")!.Value)).ToArray(),
        _ => [Error(operation.Name.LocalName, "ErrorInvalidRequest")],
    };

    private XElement FindFolder(XElement operation)
    {
        var offset = (int)operation.Element(M + "IndexedPageFolderView")!.Attribute("Offset")!;
        var page = _folders.Skip(offset).Take(FoldersOfPage).ToArray();
        return Success("FindFolder", new XElement(M + "RootFolder", Paging(offset, page.Length, _folders.Count), new XElement(T + "Folders",
            page.Select(f => Folder(f.Id, f.Name)), new XElement(T + "CalendarFolder", new XElement(T + "FolderId", new XAttribute("Id", "CAL=")), new XElement(T + "DisplayName", "Calendar")))));
    }

    private XElement CreateFolder(XElement operation)
    {
        IsHidden = operation.Descendants(T + "ExtendedFieldURI").Any(f => (string?)f.Attribute("PropertyTag") == "0x10F4") && operation.Descendants(T + "Value").Single().Value == "true";
        _folders.Add(("HIDDEN=", operation.Descendants(T + "DisplayName").Single().Value));
        return Success("CreateFolder", new XElement(M + "Folders", Folder("HIDDEN=", "")));
    }

    private XElement FindItem(XElement operation, string folder)
    {
        if (_folders.All(f => f.Id != folder)) return Error("FindItem", "ErrorFolderNotFound");
        var id = operation.Descendants(T + "Constant").Single().Attribute("Value")!.Value;
        var offset = (int)operation.Element(M + "IndexedPageItemView")!.Attribute("Offset")!;
        var all = _items.Where(i => i.Folder == folder && $"<{i.MessageId}>" == id).ToArray();
        var page = all.Skip(offset).Take(ItemsOfPage).ToArray();
        return Success("FindItem", new XElement(M + "RootFolder", Paging(offset, page.Length, all.Length), new XElement(T + "Items", page.Select(i => new XElement(
            T + "Message", new XElement(T + "ItemId", new XAttribute("Id", i.Id), new XAttribute("ChangeKey", "CQAA")), new XElement(T + "ParentFolderId", new XAttribute("Id", folder)),
            new XElement(T + "DateTimeReceived", i.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)), new XElement(T + "InternetMessageId", $"<{i.MessageId}>"),
            new XElement(T + "From", new XElement(T + "Mailbox", new XElement(T + "Name", "Arne"), new XElement(T + "EmailAddress", "a@partner.example"))), new XElement(T + "IsRead", i.Read ? "true" : "false"))))));
    }

    private XElement MoveItem(XElement operation, string id)
    {
        var to = operation.Element(M + "ToFolderId")!.Elements().Single() is var target && target.Name == T + "DistinguishedFolderId" ? "INBOX=" : target.Attribute("Id")!.Value;
        var at = _items.FindIndex(i => i.Id == id);
        if (_folders.All(f => f.Id != to)) return Error("MoveItem", "ErrorToFolderNotFound");
        if (at < 0) return Error("MoveItem", "ErrorItemNotFound");
        _items[at] = _items[at] with { Id = NewId(), Folder = to };
        return Success("MoveItem", new XElement(M + "Items", new XElement(T + "Message", new XElement(T + "ItemId", new XAttribute("Id", _items[at].Id)))));
    }

    private static XElement Folder(string id, string name) => new(T + "Folder", new XElement(T + "FolderId", new XAttribute("Id", id)), name.Length > 0 ? new XElement(T + "DisplayName", name) : null);

    private static XAttribute[] Paging(int offset, int page, int all) =>
        [new("IndexedPagingOffset", offset + page), new("TotalItemsInView", all), new("IncludesLastItemInRange", offset + page >= all ? "true" : "false")];

    private static XElement Success(string operation, XElement content) => new(M + (operation + "ResponseMessage"), new XAttribute("ResponseClass", "Success"), new XElement(M + "ResponseCode", "NoError"), content);

    private static XElement Error(string operation, string code) => new(M + (operation + "ResponseMessage"), new XAttribute("ResponseClass", "Error"), new XElement(M + "MessageText", "x"), new XElement(M + "ResponseCode", code));

    private sealed record Item(string Id, string Folder, string MessageId, DateTimeOffset At, bool Read);
}
