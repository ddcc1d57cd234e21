using System.Xml;
using System.Xml.Linq;

namespace Postvakt.Server.Mailboxes.Ews;

/// <summary>The names of EWS (services.wsdl, messages.xsd and types.xsd, which every Exchange publishes beside Exchange.asmx), and the reading of its answers.</summary>
internal static class EwsXml
{
    public static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    public static readonly XNamespace MessageNames = "http://schemas.microsoft.com/exchange/services/2006/messages";
    public static readonly XNamespace Types = "http://schemas.microsoft.com/exchange/services/2006/types";

    /// <summary>An operation in the name of a mailbox's owner (documentation: "Impersonation and EWS in Exchange").</summary>
    public static byte[] Request(string mailbox, XElement operation)
    {
        var envelope = new XElement(
            Soap + "Envelope", new XAttribute(XNamespace.Xmlns + "s", Soap), new XAttribute(XNamespace.Xmlns + "m", MessageNames), new XAttribute(XNamespace.Xmlns + "t", Types),
            new XElement(
                Soap + "Header", new XElement(Types + "RequestServerVersion", new XAttribute("Version", "Exchange2013")),
                new XElement(Types + "ExchangeImpersonation", new XElement(Types + "ConnectingSID", new XElement(Types + "PrimarySmtpAddress", mailbox)))),
            new XElement(Soap + "Body", operation));
        using var bytes = new MemoryStream();
        // Text that XML cannot hold is refused here and not by the server.
        using (var writer = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new System.Text.UTF8Encoding(false), CheckCharacters = true })) envelope.Save(writer);
        return bytes.ToArray();
    }

    /// <summary>The answer, or null where it is no XML, has a DTD (entities that grow without end) or is too large.</summary>
    public static XElement? Read(byte[] body, int max)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = max, IgnoreComments = true, IgnoreProcessingInstructions = true });
            // Documents that nest without end would end our stack.
            for (var depth = 0; reader.Read(); depth = reader.Depth) if (depth > 64) return null;
            using var again = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = max });
            return XElement.Load(again);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
