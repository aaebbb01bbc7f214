// The bodies on the wire by Genesys' official declarations. These type enumerations as string; the values here are
// those of Genesys' published schema. Members that a declaration lacks are marked "not declared".
import type { Models } from 'purecloud-platform-client-v2';

export interface AgentlessRequest extends Models.SendAgentlessOutboundMessageRequest {
  toAddressMessengerType: 'sms' | 'whatsapp' | 'open' | 'webmessaging' | 'apple';
}

export type AgentlessResponse = Models.SendAgentlessOutboundMessageResponse;

export interface BotRequest extends Models.OutgoingMessageRequest {
  botState: BotState;
  replyMessages?: Reply[];
}

export type BotResponse = Models.OutgoingMessageResponse;

type BotState = 'Complete' | 'Failed' | 'MoreData';

interface Reply extends Models.ReplyMessage {
  type: 'Text' | 'Structured' | 'Receipt' | 'Event' | 'Message' | 'Unknown';
  content?: Content[];
}

/** The response of a connector that replies at once. */
export type ConnectorResponse = Omit<BotRequest, 'botId' | 'botVersion' | 'botSessionId' | 'languageCode'>;

/** What Genesys posts to a connector. Two implementations agree on the members that are not declared. */
export interface ConnectorMessage
  extends Pick<Models.IncomingMessageRequest, 'botId' | 'botVersion' | 'botSessionId' | 'languageCode' | 'botSessionTimeout' | 'parameters'> {
  messageId: string; // not declared
  genesysConversationId: string; // not declared
  inputMessage: InputMessage;
}

interface InputMessage extends Models.InputMessage {
  type: 'Text' | 'Structured';
  content?: Content[];
}

/** The bots of a connector, as the upload of a list of bots declares them. */
export interface ConnectorBots {
  entities: Models.BotConnectorBot[]; // not declared
}

export type ConnectorBot = Models.BotConnectorBot;

export interface Webhook extends Models.ConversationNormalizedMessage {
  id: string;
  channel: Channel;
  type: 'Text' | 'Structured' | 'Receipt' | 'Event';
  content?: Content[];
  events?: Event[];
  status?: ReceiptStatus;
  reasons?: Reason[];
  originatingEntity?: 'Human' | 'Bot';
  direction: 'Inbound' | 'Outbound';
  conversationId?: string; // declared for the response to an inbound message only
}

export interface ReceiptResponse extends Models.OpenReceiptNormalizedMessage {
  channel: Channel;
  type: 'Receipt';
  status: ReceiptStatus;
  reasons?: Reason[];
  direction: 'Outbound';
}

export type ErrorBody = Models.ErrorBody;

type ReceiptStatus = 'Sent' | 'Delivered' | 'Read' | 'Failed' | 'Published' | 'Removed';

/** Valid for the generic declarations and for those of Open Messaging. */
interface Channel extends Models.ConversationMessagingChannel, Models.OpenMessagingChannel {
  platform: 'Open';
  type: 'Private';
  to: Recipient;
  from: Recipient;
  time: string;
}

interface Recipient extends Models.ConversationMessagingFromRecipient, Models.OpenMessagingFromRecipient {
  idType: 'Email' | 'Phone' | 'Opaque';
}

interface Reason extends Models.ConversationReason {
  code?:
    | 'MessageExpired' | 'RateLimited' | 'MessageNotAllowed' | 'GeneralError' | 'UnsupportedMessage' | 'UnknownMessage' | 'InvalidMessageStructure'
    | 'InvalidDestination' | 'ServerError' | 'MediaTypeNotAllowed' | 'InvalidMediaContentLength' | 'RecipientOptedOut' | 'DataFiltered';
}

interface Event extends Models.ConversationMessageEvent {
  eventType: 'CoBrowse' | 'Typing' | 'Presence' | 'Video';
  typing?: Typing;
  presence?: Presence;
}

interface Typing extends Models.ConversationEventTyping {
  type: 'On';
}

interface Presence extends Models.ConversationEventPresence {
  type: 'Join' | 'Disconnect' | 'Clear' | 'SignIn' | 'SessionExpired' | 'ConversationTransferred';
}

interface Content extends Models.ConversationMessageContent {
  contentType:
    | 'Reactions' | 'Attachment' | 'Location' | 'QuickReply' | 'Notification' | 'ButtonResponse' | 'Story' | 'Mention' | 'Card' | 'Carousel' | 'Text'
    | 'QuickReplyV2' | 'DatePicker' | 'InteractiveApplication' | 'ListPicker' | 'PaymentRequest' | 'PaymentResponse' | 'Push' | 'Form'
    | 'RoadsideAssistance' | 'RichLink' | 'NotificationResponse' | 'Unknown';
  attachment?: Attachment;
  buttonResponse?: ButtonResponse;
  card?: Card;
  carousel?: Carousel;
  quickReply?: QuickReply;
}

interface Attachment extends Models.ConversationContentAttachment {
  mediaType: 'Image' | 'Video' | 'Audio' | 'File' | 'Link';
}

interface ButtonResponse extends Models.ConversationContentButtonResponse {
  type: 'Button' | 'QuickReply' | 'DatePicker';
}

interface Card extends Models.ConversationContentCard {
  defaultAction?: CardAction;
  actions: CardAction[];
}

interface CardAction extends Models.ConversationContentCardAction {
  type: 'Link' | 'Postback';
}

interface Carousel extends Models.ConversationContentCarousel {
  cards: Card[];
}

interface QuickReply extends Models.ConversationContentQuickReply {
  action?: 'Message';
}
