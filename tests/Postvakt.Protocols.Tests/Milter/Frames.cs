using System.Buffers.Binary;
using System.Text;

namespace Postvakt.Protocols.Tests.Milter;

/// <summary>Packets as a mail server writes them.</summary>
internal static class Frames
{
    public const uint AllActions = 0x1ff, AllSteps = 0x1f_ffff;

    public static byte[] Packet(char command, params ReadOnlySpan<byte> data)
    {
        var packet = new byte[5 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(packet, 1 + data.Length);
        packet[4] = (byte)command;
        data.CopyTo(packet.AsSpan(5));
        return packet;
    }

    public static byte[] Text(char command, string text) => Packet(command, Encoding.Latin1.GetBytes(text));

    public static byte[] Offer(uint version = 6, uint actions = AllActions, uint steps = AllSteps)
    {
        var data = new byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(data, version);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(4), actions);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(8), steps);
        return Packet('O', data);
    }

    public static byte[] Connect(string host = "client.example", char family = '4', string address = "192.0.2.1", int port = 40000) =>
        Text('C', family == 'U' ? $"{host}\0U" : $"{host}\0{family}{(char)(port >> 8)}{(char)(port & 255)}{address}\0");

    public static byte[] Helo(string name = "mail.client.example") => Text('H', name + "\0");

    public static byte[] MailFrom(string text = "<a@client.example>\0SIZE=100\0") => Text('M', text);

    public static byte[] Recipient(string text = "<b@here.example>\0") => Text('R', text);

    public static byte[] Macros(char stage, string text) => Text('D', stage + text);

    public static byte[] Header(string name, string value) => Text('L', $"{name}\0{value}\0");

    public static byte[] Body(string text) => Text('B', text);

    /// <summary>From MAIL to the end of the message.</summary>
    public static byte[] Message(string body = "hello\r\n") =>
        [.. MailFrom(), .. Recipient(), .. Packet('T'), .. Header("From", " a@client.example"), .. Header("Subject", " one\n\ttwo"), .. Packet('N'), .. Body(body), .. Packet('E')];

    /// <summary>What <see cref="Message"/> is as a mail.</summary>
    public static string Mail(string body = "hello\r\n") => $"From: a@client.example\r\nSubject: one\r\n\ttwo\r\n\r\n{body}";
}
